const { isAll, LEFT_OUT } = require('./test/support/scope.js');

const leftOut = isAll ? [] : LEFT_OUT.map(({ what }) => `<rootDir>/${what}`);

const swc = [
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
];

/** Tests that need only Node; jest.all.config.js runs all tests. @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // test/chaos is run by `npm run test:chaos`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/chaos/', ...leftOut],
  reporters: ['default', '<rootDir>/test/support/left-out-reporter.js'],
  // These packages have ES modules only.
  transform: { '^.+\\.ts$': swc, '/node_modules/hyparquet(-writer)?/.+\\.js$': swc },
  transformIgnorePatterns: ['/node_modules/(?!hyparquet(-writer)?/)'],
  setupFiles: ['reflect-metadata'],
  moduleNameMapper: { '/jsutils/instanceOf(\\.js)?$': '<rootDir>/test/support/instance-of.js' },
  // 3 is one more than the smallest machine has cores: many tests wait for a timeout. 2 for all tests: those that only
  // `test:all` runs start dozens of processes.
  maxWorkers: isAll ? 2 : 3,
  // Far longer than any test takes on the slowest machine: only a test that hangs reaches it.
  testTimeout: 240_000,
};
