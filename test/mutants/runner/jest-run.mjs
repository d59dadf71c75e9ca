import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Runs the tests of the instruments.
 * @returns the JSON report of jest (null if there is none), its output, and whether it exceeded the timeout
 */
export async function runJest({ processes, copy, instruments, timeoutMs }) {
  if (instruments.length === 0) return { results: null, output: '', isTimedOut: false };
  const report = join(copy.temporary, 'jest.json');
  await rm(report, { force: true });
  const files = [...new Set(instruments.map(({ file }) => file))];
  // --forceExit: resources that a failed test left open must not keep jest from exiting.
  const args = ['-w', '1', '--ci', '--forceExit', '--json', '--outputFile', report, '--cacheDirectory', copy.cache];
  const named = ['--runTestsByPath', ...files, ...titled(instruments)];
  const command = [process.execPath, 'node_modules/jest/bin/jest.js', ...args, ...named];
  const env = { TEST_SCOPE: 'all', TMPDIR: copy.temporary, NO_COLOR: '1', FORCE_COLOR: '0' };
  const { output, isTimedOut } = await processes.run(command, { cwd: copy.folder, env, timeoutMs });
  const results = await readFile(report, 'utf8').then(JSON.parse, () => null);
  return { results, output, isTimedOut };
}

/** No name pattern if one of the instruments is a whole file: then all tests of the files are run. */
function titled(instruments) {
  if (instruments.some(({ title }) => title === null)) return [];
  return ['--testNamePattern', instruments.map(({ title }) => title.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('|')];
}
