import { join } from 'node:path';
import js from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Which folder may import from which: imports point inwards, and the adapters never know each other. */
const ADAPTERS = ['persistence', 'sources', 'graphql', 'telemetry', 'cluster'];
const zones = [
  { target: './src/domain', from: './src', except: ['./domain'], message: 'the domain imports nothing' },
  {
    target: './src/application',
    from: './src',
    except: ['./application', './domain', './async', './timing.ts'],
    message: 'the application knows the domain only',
  },
  {
    target: './src/application/ports',
    from: './src/application',
    except: ['./ports'],
    message: 'a port says what the application needs, and nothing of who needs it',
  },
  { target: './src/async', from: './src', except: ['./async', './domain'], message: 'nothing of the application' },
  ...ADAPTERS.map((adapter) => ({
    target: `./src/${adapter}`,
    from: './src',
    except: [`./${adapter}`, './application', './domain', './async', './timing.ts'],
    message: 'an adapter knows the application and the domain, never another adapter',
  })),
  { target: './src', from: './test', message: 'the service does not know its tests' },
  { target: './src', from: './demo', message: 'the service does not know its demo' },
  { target: './src', from: './web', message: 'the service serves the page as it was built' },
  { target: './web', from: './src', message: 'the page knows the API, nothing of what is behind it' },
];

/** What scripts in plain JavaScript use of Node's. */
const NODE_GLOBALS = [
  ...['process', 'console', 'performance', 'crypto', 'URL', 'fetch', 'WebSocket', 'AbortSignal', 'AbortController'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'require', 'module', '__dirname'],
];

export default tseslint.config(
  {
    ignores: [
      'web/src/generated/',
      'dist/',
      '**/node_modules/',
      'coverage/',
      '.data/',
      'src/persistence/migrations/*-*.ts',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: join(import.meta.dirname, '..'),
      },
    },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { typescript: true, node: true } },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      'import-x/no-self-import': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Ports are promises; an implementation in memory need not wait for anything.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exit', message: 'only main.ts ends the process' },
      ],
    },
  },
  { files: ['src/main.ts', 'demo/**', 'scripts/**', 'bench/**'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['test/**'],
    rules: {
      'no-restricted-properties': 'off',
      // Jest's matchers and what comes over the wire are `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['web/src/**'],
    plugins: { 'react-hooks': reactHooks },
    rules: reactHooks.configs['recommended-latest'].rules,
  },
  {
    files: ['**/*.{js,mjs}'],
    ...tseslint.configs.disableTypeChecked,
    rules: { ...tseslint.configs.disableTypeChecked.rules, '@typescript-eslint/no-require-imports': 'off' },
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, 'readonly'])),
    },
  },
);
