import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { DataFolder } from '../data-folder';
import { EmbeddedPostgresError } from '../embedded-postgres-error';

const run = promisify(execFile);

/** The account that PostgreSQL runs under. PostgreSQL refuses to run as root. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
  /** Put before the command. It must exec the command, to keep the pid. */
  readonly prefix: readonly string[];
}

interface ChosenAccount {
  readonly account: ServerAccount;
  /** Major version of the PostgreSQL binaries, e.g. "18". */
  readonly majorVersion: string;
}

/**
 * Returns the first account that can enter the data folder and run the binary.
 * @throws EmbeddedPostgresError with instructions when there is none
 */
export async function chooseAccount(folder: DataFolder, postgres: string): Promise<ChosenAccount> {
  const candidates = process.getuid!() === 0 ? accountsForRoot(folder) : [self()];
  let failure: unknown;
  for await (const account of candidates) {
    try {
      return { account, majorVersion: await probe(account, folder, postgres) };
    } catch (error) {
      failure = error;
    }
  }
  throw unusable(folder, postgres, failure);
}

async function* accountsForRoot(folder: DataFolder): AsyncGenerator<ServerAccount> {
  // A cluster created by an ordinary user keeps its owner, so that one start with sudo does not lock that user out.
  const present = await stat(folder.cluster).catch(() => undefined);
  if (present && present.uid !== 0) yield { uid: present.uid, gid: present.gid, prefix: [] };
  for (const name of ['postgres', 'nobody']) {
    const account = await lookUp(name);
    if (account) yield account;
  }
  // In a user namespace without mappings, PostgreSQL sees root as nobody; to the file system it is still root, without
  // privileges. This reaches folders below root's home.
  yield { uid: 0, gid: 0, prefix: ['unshare', '-U'] };
}

function self(): ServerAccount {
  return { uid: process.getuid!(), gid: process.getgid!(), prefix: [] };
}

async function lookUp(name: string): Promise<ServerAccount | undefined> {
  const ids = Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
  const [uid, gid] = await ids.then((answers) => answers.map((answer) => Number(answer.stdout))).catch(() => []);
  return uid && gid !== undefined ? { uid, gid, prefix: [] } : undefined;
}

/** Tries access instead of computing it from file modes: ACLs, mount options and security modules matter too. */
async function probe({ uid, gid, prefix }: ServerAccount, folder: DataFolder, postgres: string): Promise<string> {
  const script = 'cd "$1" && exec "$2" --version';
  const command = [...prefix, 'sh', '-c', script, 'sh', folder.root, postgres];
  const { stdout } = await run(command[0]!, command.slice(1), { uid, gid, cwd: '/' });
  const version = /(\d+)\.?\d*\s*$/.exec(stdout)?.[1];
  if (!version) throw new Error(`unexpected answer of ${postgres} --version: ${stdout}`);
  return version;
}

function unusable(folder: DataFolder, postgres: string, cause: unknown): EmbeddedPostgresError {
  if (process.getuid!() !== 0) {
    const reason = (cause as { stderr?: string }).stderr?.trim() || (cause as Error).message;
    return new EmbeddedPostgresError(`PostgreSQL cannot be run: ${reason}`, { cause });
  }
  return new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and no other account can reach both ${folder.root} and ${postgres}: ` +
      'start as an ordinary user, choose another DATA_DIR or set DATABASE_URL',
    { cause },
  );
}
