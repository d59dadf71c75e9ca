import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../..');
const PROGRAM = 'test/programs/hold-embedded-postgres.ts';

/** A copy of the parts of the checkout that the build needs. */
async function copyOfCheckout(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sluice-build-')));
  for (const path of ['src', 'scripts', 'test/programs', 'tsconfig.json', 'package.json', 'package-lock.json']) {
    await cp(join(ROOT, path), join(folder, path), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function build(folder: string, target: string) {
  return promisify(execFile)(process.execPath, [join(folder, 'scripts/build.mjs'), target]);
}

describe('npm run build', () => {
  let folder: string;
  beforeAll(async () => (folder = await copyOfCheckout()));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const built = () => join(folder, 'dist/test/hold-embedded-postgres.js');

  test('builds when a source has changed, and else leaves all as it is', async () => {
    await build(folder, 'test');
    const first = await stat(built());
    await build(folder, 'test');
    expect((await stat(built())).ino).toBe(first.ino);

    const source = await readFile(join(folder, PROGRAM), 'utf8');
    await writeFile(join(folder, PROGRAM), `${source}\nsay({ changed: true });\n`);
    await build(folder, 'test');
    expect(await readFile(built(), 'utf8')).toContain('changed: true');
  });

  test('several builds at once make one', async () => {
    const source = await readFile(join(folder, PROGRAM), 'utf8');
    await writeFile(join(folder, PROGRAM), `${source}\nsay({ together: true });\n`);
    await Promise.all([1, 2, 3].map(() => build(folder, 'test')));
    expect(await readFile(built(), 'utf8')).toContain('together: true');
    expect(await readdir(join(folder, 'dist'))).toEqual(['test']);
  });

  test('what cannot be built leaves what was there, and says why', async () => {
    await build(folder, 'test');
    const before = await stat(built());
    await writeFile(join(folder, PROGRAM), 'import "./not-there";\nconst = ;\n');
    await expect(build(folder, 'test')).rejects.toMatchObject({ code: 1 });
    expect((await stat(built())).ino).toBe(before.ino);
  });

  test('an unknown target is one clear line', async () => {
    await expect(build(folder, 'nothing')).rejects.toMatchObject({
      stderr: expect.stringContaining('there is no target nothing; there are service, web, test, bench') as string,
    });
  });
});
