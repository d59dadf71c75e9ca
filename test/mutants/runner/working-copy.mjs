import { chmod, copyFile, cp, lstat, mkdir, mkdtemp, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** For git, in milliseconds. */
const GIT_MS = 60_000;

/** A copy of the working tree, with what is not committed in it, in which a fault can be made. */
export class WorkingCopy {
  #root;
  #processes;
  #scratch;

  constructor(root, processes, scratch) {
    this.#root = root;
    this.#processes = processes;
    this.#scratch = scratch;
  }

  static async open(root, processes) {
    // The embedded PostgreSQL of root runs as another account, which must get through.
    process.umask(0o022);
    const scratch = await realpath(await mkdtemp(join(tmpdir(), 'sluice-mutants-')));
    await chmod(scratch, 0o755);
    await mkdir(join(scratch, 'tmp'));
    const copy = new WorkingCopy(root, processes, scratch);
    for (const file of await copy.#files()) await copyEntry(join(root, file), join(copy.#origin, file));
    return copy;
  }

  /** The same for all mutants, so that what was compiled of one can be used for the next. */
  get folder() {
    return join(this.#scratch, 'tree');
  }

  /** For what the tests leave behind. */
  get temporary() {
    return join(this.#scratch, 'tmp');
  }

  get cache() {
    return join(this.#scratch, 'cache');
  }

  /** As the working tree was when it was opened: it may be worked on meanwhile. */
  get #origin() {
    return join(this.#scratch, 'origin');
  }

  /** Without any fault. */
  async renew() {
    await remove(this.folder);
    await cp(this.#origin, this.folder, { recursive: true, verbatimSymlinks: true });
    await symlink(join(this.#root, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** @returns why the patch does not apply; null: it did */
  async apply(patch) {
    const { exitCode, output } = await this.#git(['apply', '--whitespace=nowarn', patch], this.folder);
    return exitCode === 0 ? null : output.trim().replaceAll('\n', '; ');
  }

  remove() {
    return remove(this.#scratch);
  }

  async #files() {
    const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const { exitCode, output } = await this.#git(args, this.#root);
    if (exitCode !== 0) throw new Error(output.trim());
    return output.split('\0').filter((file) => file !== '');
  }

  /** In the copy it takes no repository around it for its own. */
  #git(args, cwd) {
    const env = { GIT_CEILING_DIRECTORIES: this.#scratch };
    return this.#processes.run(['git', ...args], { cwd, env, timeoutMs: GIT_MS });
  }
}

/** What was deleted and not committed is still listed. */
async function copyEntry(from, to) {
  const found = await lstat(from).catch(() => null);
  if (!found) return;
  await mkdir(dirname(to), { recursive: true });
  if (found.isSymbolicLink()) await symlink(await readlink(from), to);
  else await copyFile(from, to);
}

/** A PostgreSQL whose process was killed writes for a moment longer. */
function remove(folder) {
  return rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
}
