import { execFile } from 'node:child_process';
import { readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from './service-process';

const run = promisify(execFile);
const ROOT = join(__dirname, '../..');
const MIGRATIONS = 'src/persistence/migrations';

export interface PreviousBuild {
  /** Path of its main.js. */
  readonly main: string;
  readonly hasSameSchema: boolean;
  remove(): Promise<void>;
}

/** Builds the service of the commit before HEAD; of HEAD itself where the history has only one commit. */
export async function previousBuild(): Promise<PreviousBuild> {
  const { path, remove } = await temporaryFolder();
  const commit = await git('rev-parse', '--verify', '--quiet', 'HEAD^').catch(() => git('rev-parse', 'HEAD'));
  await run('sh', ['-c', `git archive ${commit} | tar -x -C "${path}"`], { cwd: ROOT });
  await symlink(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  await run(process.execPath, ['scripts/build.mjs', 'service'], { cwd: path });
  const hasSameSchema = (await migrationsOf(path)) === (await migrationsOf(ROOT));
  return { main: join(path, 'dist/service/main.js'), hasSameSchema, remove };
}

async function git(...args: string[]): Promise<string> {
  return (await run('git', args, { cwd: ROOT })).stdout.trim();
}

/** Returns the names and texts of the migrations. */
async function migrationsOf(folder: string): Promise<string> {
  const names = (await readdir(join(folder, MIGRATIONS))).filter((name) => name !== 'index.ts').sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, MIGRATIONS, name), 'utf8')));
  return JSON.stringify([names, texts]);
}
