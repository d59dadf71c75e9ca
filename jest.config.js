const { isAll, LEFT_OUT } = require('./test/support/scope.js');

const leftOut = isAll ? [] : LEFT_OUT.map(({ what }) => `<rootDir>/${what}`);

/** What anyone can run; jest.all.config.js is everything. @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // By `npm run test:chaos`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/chaos/', ...leftOut],
  reporters: ['default', '<rootDir>/test/support/left-out-reporter.js'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
          target: 'es2022',
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFiles: ['reflect-metadata'],
  moduleNameMapper: { '/jsutils/instanceOf(\\.js)?$': '<rootDir>/test/support/instance-of.js' },
  // On the smallest machine, one more than it has cores: a good part of the tests waits for something to run into its limit.
  // Those that only everything has are processes of their own by the dozen.
  maxWorkers: isAll ? 2 : 3,
  // Far beyond what any test needs on the slowest machine: it is waited out by what hangs alone.
  testTimeout: 240_000,
};
