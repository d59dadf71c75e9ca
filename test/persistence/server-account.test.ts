import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../../src/persistence/embedded-postgres/data-folder';
import { chooseAccount } from '../../src/persistence/embedded-postgres/server/server-account';

/** Independent of node_modules: the test has its own data folder and program, and only closes the path to them. */
let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'sluice-account-'));
  for (const name of ['data', 'program']) await mkdir(join(base, name), { mode: 0o755 });
  await writeFile(join(base, 'program/postgres'), '#!/bin/sh\necho "postgres (PostgreSQL) 18.4"\n', { mode: 0o755 });
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function chosen(closed: string | null) {
  for (const name of ['', 'data', 'program']) await chmod(join(base, name), name === closed ? 0o700 : 0o755);
  return chooseAccount(await openDataFolder(join(base, 'data')), join(base, 'program/postgres'));
}

const isRoot = process.getuid!() === 0;
const canHide = spawnSync('unshare', ['-U', 'true']).status === 0;

(isRoot ? describe : describe.skip)('root', () => {
  test('hands the server to another account, which can reach both', async () => {
    const { account, majorVersion } = await chosen(null);
    expect(account).toEqual({ uid: expect.any(Number), gid: expect.any(Number), prefix: [] });
    expect(account.uid).not.toBe(0);
    expect(majorVersion).toBe('18');
  });

  (canHide ? test.each : test.skip.each)([
    ['the data folder', 'data'],
    ['the program', 'program'],
    ['what is above both', ''],
  ])('keeps it in a user namespace where no other account can reach %s', async (_name, closed) => {
    expect(await chosen(closed)).toEqual({
      account: { uid: 0, gid: 0, prefix: ['unshare', '-U'] },
      majorVersion: '18',
    });
  });
});

// Not `skip`: if root runs the tests, this test does not count as left out.
if (!isRoot) {
  test('an ordinary user runs it itself, also where nobody else gets through', async () => {
    const account = { uid: process.getuid!(), gid: process.getgid!(), prefix: [] };
    expect(await chosen('')).toEqual({ account, majorVersion: '18' });
  });
}
