import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { eventually } from '../support/eventually';

const ROOT = join(__dirname, '../..');
const HEADER = 'What it is.\nCaught by: test/sum.test.ts\n';
const patch = (line: string, before = '  return a + b;') =>
  [
    'diff --git a/src/sum.js b/src/sum.js',
    '--- a/src/sum.js',
    '+++ b/src/sum.js',
    '@@ -1,3 +1,3 @@',
    ' module.exports = (a, b) => {',
    `-${before}`,
    `+${line}`,
    ' };',
    '',
  ].join('\n');

/** A project with one function, one test file, and mutants. */
const PROJECT: Readonly<Record<string, string>> = {
  '.gitignore': 'node_modules\n',
  'jest.config.js': 'module.exports = { transform: {}, testTimeout: 1_000 };\n',
  'src/sum.js': 'module.exports = (a, b) => {\n  return a + b;\n};\n',
  'test/sum.test.ts': `const sum = require('../src/sum.js');
test('adds', async () => expect(await sum(1, 2)).toBe(3));
test('adds nothing', async () => expect(await sum(5, 0)).toBe(5));
`,
  'test/mutants/caught.patch': `${HEADER}\n${patch('  return a - b;')}`,
  'test/mutants/overlooked.patch': `What it is.\nCaught by: test/sum.test.ts "nothing"\n\n${patch('  return a - b;')}`,
  'test/mutants/survivor.patch': `${HEADER}\n${patch('  return b + a;')}`,
  'test/mutants/stale.patch': `${HEADER}\n${patch('  return a - b;', '  return a * b;')}`,
  'test/mutants/broken.patch': `${HEADER}\n${patch('  return a +;')}`,
  'test/mutants/hang.patch': `${HEADER}\n${patch('  return new Promise(() => undefined);')}`,
  'test/mutants/known-hang.patch': `${HEADER}A hang counts.\n\n${patch('  return new Promise(() => undefined);')}`,
};

let folder: string;
let temporary: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-runner-'));
  temporary = join(folder, 'node_modules.tmp');
  for (const [file, text] of Object.entries({ ...PROJECT, '.gitignore': 'node_modules*\n' })) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  await mkdir(temporary);
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  execFileSync('git', ['init', '-q'], { cwd: folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function start(...mutants: string[]) {
  const env = { ...process.env, TMPDIR: temporary };
  const child = spawn(process.execPath, [join(__dirname, 'run.mjs'), ...mutants], { cwd: folder, env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, said }));
  return { child, ended, said: () => said };
}

/** The output line of a mutant. */
const lineOf = (name: string, said: string) => said.split('\n').find((line) => line.startsWith(`${name} `));

test('a mutant is caught by a test that fails in what it asserts, and every other one fails the command', async () => {
  const { code, said } = await start().ended;
  expect(lineOf('caught', said)).toMatch(/ test\/sum\.test\.ts .* adds$/);
  expect(lineOf('known-hang', said)).toMatch(/ test\/sum\.test\.ts .*does not end/);
  expect(lineOf('overlooked', said)).toMatch(/ NOBODY .*SURVIVED/);
  expect(lineOf('survivor', said)).toMatch(/ NOBODY .*SURVIVED/);
  expect(lineOf('stale', said)).toMatch(/ NOBODY .*does not apply any more/);
  expect(lineOf('broken', said)).toMatch(/ NOBODY .*a suite could not be run/);
  expect(lineOf('hang', said)).toMatch(/ NOBODY .*does not end/);
  expect(said).toContain('5 of 7 NOT caught');
  expect(code).toBe(1);
}, 180_000);

test('those that are named are judged, and no others', async () => {
  const { code, said } = await start('caught').ended;
  expect(said).toContain('All 1 mutants were caught.');
  expect(code).toBe(0);
  expect(await start('no-such').ended).toMatchObject({ code: 1, said: expect.stringContaining('no mutant no-such') });
}, 60_000);

test('a test that is not green without a mutant does not judge it', async () => {
  const red = join(folder, 'test/red.test.ts');
  await writeFile(red, "test('is red', () => expect(1).toBe(2));\n");
  const own = join(folder, 'test/mutants/judged-by-red.patch');
  await writeFile(own, `What it is.\nCaught by: test/red.test.ts\n\n${patch('  return a - b;')}`);
  const { code, said } = await start('judged-by-red').ended;
  for (const file of [red, own]) await rm(file);
  expect(lineOf('judged-by-red', said)).toMatch(/ NOBODY .*without it the test is not green: "is red" fails/);
  expect(code).toBe(1);
}, 60_000);

describe('the mutants of this project', () => {
  const patches = readdirSync(__dirname).filter((file) => file.endsWith('.patch'));

  test.each(patches)('%s applies, and names the test that notices it', async (file) => {
    const header = (await readFile(join(__dirname, file), 'utf8')).split(/^diff --git /m, 1)[0]!;
    const named = [...header.matchAll(/^Caught by: (\S+)(?: "(.+)")?$/gm)].map(([, test, title]) => ({ test, title }));
    expect(named).not.toEqual([]);
    for (const { test: instrument, title } of named) {
      expect(await readFile(join(ROOT, instrument!), 'utf8')).toContain(title ?? '');
    }
    execFileSync('git', ['apply', '--check', join(__dirname, file)], { cwd: ROOT, stdio: 'pipe' });
  });
});

test('interrupted it leaves nothing behind', async () => {
  const { child, ended, said } = start();
  await eventually(() => said().includes('mutant '), { timeoutMs: 30_000 });
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  expect(await readdir(temporary)).toEqual([]);
}, 60_000);
