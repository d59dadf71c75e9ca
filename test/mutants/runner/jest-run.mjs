import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Runs just these tests. @returns what jest says of them as JSON (null when it says nothing), its output, and whether it
 * had to be ended
 */
export async function runJest({ processes, copy, instruments, timeoutMs }) {
  if (instruments.length === 0) return { results: null, output: '', isTimedOut: false };
  const report = join(copy.temporary, 'jest.json');
  await rm(report, { force: true });
  const files = [...new Set(instruments.map(({ file }) => file))];
  // What a test that failed has left open must not keep it from ending.
  const args = ['-w', '1', '--ci', '--forceExit', '--json', '--outputFile', report, '--cacheDirectory', copy.cache];
  const named = ['--runTestsByPath', ...files, ...titled(instruments)];
  const command = [process.execPath, 'node_modules/jest/bin/jest.js', ...args, ...named];
  const env = { TEST_SCOPE: 'all', TMPDIR: copy.temporary, NO_COLOR: '1', FORCE_COLOR: '0' };
  const { output, isTimedOut } = await processes.run(command, { cwd: copy.folder, env, timeoutMs });
  const results = await readFile(report, 'utf8').then(JSON.parse, () => null);
  return { results, output, isTimedOut };
}

/** Where one of them is a whole file, all is run. */
function titled(instruments) {
  if (instruments.some(({ title }) => title === null)) return [];
  return ['--testNamePattern', instruments.map(({ title }) => title.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')).join('|')];
}
