const { testPathIgnorePatterns: _ignored, reporters: _reporters, ...shared } = require('./jest.all.config.js');

/** Real processes under random faults: `npm run test:chaos`. See test/chaos/chaos.test.ts. */
module.exports = { ...shared, roots: ['<rootDir>/test/chaos'], maxWorkers: 1, testTimeout: 24 * 3_600_000 };
