const { isAll, LEFT_OUT, LEFT_OUT_IN_PART } = require('./scope.js');

/** Reports at the end what was not run, and why. With TEST_STRICT=1 (CI) a skipped test fails the run. */
module.exports = class LeftOutReporter {
  constructor(globalConfig) {
    this.chosen = globalConfig.testPathPatterns?.patterns ?? [];
    this.isFiltered = this.chosen.length > 0 || Boolean(globalConfig.testNamePattern);
  }

  onRunComplete(_contexts, { testResults }) {
    // A filtered run leaves tests out on purpose.
    if (this.isFiltered) return;
    const skipped = testResults.flatMap(({ testResults: tests }) => tests.filter(({ status }) => status === 'pending'));
    const lines = skipped.map(({ fullName }) => `  skipped: ${fullName}`);
    if (!isAll) {
      lines.push(...[...LEFT_OUT, ...LEFT_OUT_IN_PART].map(({ what, needs }) => `  ${what}: needs ${needs}`));
      lines.push('  All of it: npm run test:all');
    }
    if (lines.length > 0) process.stderr.write(`\nNot run:\n${lines.join('\n')}\n`);
    this.skipped = skipped.length;
  }

  getLastError() {
    if (process.env.TEST_STRICT !== '1' || !this.skipped) return undefined;
    return new Error(`${this.skipped} tests were skipped, and TEST_STRICT is set`);
  }
};
