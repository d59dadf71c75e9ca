import { existsSync } from 'node:fs';
import { chmod, copyFile, cp, lstat, mkdir, mkdtemp, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Timeout of a git command, in milliseconds. */
const GIT_MS = 60_000;

const TOOLS = 'tools/node_modules';

/** A copy of the working tree, including uncommitted files, to which a mutant can be applied. */
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
    // If root runs the tests, the embedded PostgreSQL runs as another account, which must have access.
    process.umask(0o022);
    const scratch = await realpath(await mkdtemp(join(tmpdir(), 'sluice-mutants-')));
    await chmod(scratch, 0o755);
    await mkdir(join(scratch, 'tmp'));
    const copy = new WorkingCopy(root, processes, scratch);
    for (const file of await copy.#files()) await copyEntry(join(root, file), join(copy.#origin, file));
    return copy;
  }

  /** The same path for all mutants, so that jest's cache stays valid from one to the next. */
  get folder() {
    return join(this.#scratch, 'tree');
  }

  /** TMPDIR of the tests. */
  get temporary() {
    return join(this.#scratch, 'tmp');
  }

  get cache() {
    return join(this.#scratch, 'cache');
  }

  /** The working tree as it was on `open`: it may change meanwhile. */
  get #origin() {
    return join(this.#scratch, 'origin');
  }

  /** Restores the copy to a state without a fault. */
  async renew() {
    await remove(this.folder);
    await cp(this.#origin, this.folder, { recursive: true, verbatimSymlinks: true });
    await symlink(join(this.#root, 'node_modules'), join(this.folder, 'node_modules'));
    // ccxt, for its tests, is among the tools.
    if (existsSync(join(this.#root, TOOLS))) await symlink(join(this.#root, TOOLS), join(this.folder, TOOLS));
  }

  /** Applies a patch. @returns why it does not apply, or null */
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

  /** GIT_CEILING_DIRECTORIES: in the copy, git must not use an enclosing repository. */
  #git(args, cwd) {
    const env = { GIT_CEILING_DIRECTORIES: this.#scratch };
    return this.#processes.run(['git', ...args], { cwd, env, timeoutMs: GIT_MS });
  }
}

/** Ignores a missing file: git still lists a file whose deletion is not committed. */
async function copyEntry(from, to) {
  const found = await lstat(from).catch(() => null);
  if (!found) return;
  await mkdir(dirname(to), { recursive: true });
  if (found.isSymbolicLink()) await symlink(await readlink(from), to);
  else await copyFile(from, to);
}

/** Retries: after its process was killed, PostgreSQL may write files for a moment longer. */
function remove(folder) {
  return rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
}
