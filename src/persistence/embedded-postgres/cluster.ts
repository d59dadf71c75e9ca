import { chmod, lchown, mkdtemp, open, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolder } from './data-folder';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { GuardedProcess } from './server/guarded-process';
import type { ServerAccount } from './server/server-account';
import type { ServerLog } from './server/server-log';

export const SUPERUSER = 'sluice';

interface ClusterRequest {
  readonly folder: DataFolder;
  readonly initdb: string;
  readonly majorVersion: string;
  readonly account: ServerAccount;
  readonly password: string;
  readonly log: ServerLog;
}

/**
 * Ensures that a complete cluster of the right major version exists and belongs to the account.
 * @throws EmbeddedPostgresError when the folder holds something else or another major version, or initdb fails
 */
export async function ensureCluster(request: ClusterRequest): Promise<void> {
  const { folder, majorVersion, account } = request;
  const present = await presentVersion(folder.cluster);
  if (!present) return createCluster(request);
  if (present !== majorVersion) {
    throw new EmbeddedPostgresError(
      `${folder.cluster} was made by PostgreSQL ${present}, and this is PostgreSQL ${majorVersion}: ` +
        'dump it with the old version, or choose another DATA_DIR',
    );
  }
  const { uid } = await stat(folder.cluster);
  if (uid !== account.uid) await giveTo(account, folder.cluster);
}

/**
 * PostgreSQL requires that the user who runs it owns the cluster.
 * @throws EmbeddedPostgresError when this user is not root and the cluster belongs to another user
 */
export async function refuseForeignCluster({ cluster }: DataFolder): Promise<void> {
  const user = process.getuid!();
  const found = await stat(cluster).catch(() => undefined);
  if (user === 0 || !found || found.uid === user) return;
  throw new EmbeddedPostgresError(
    `${cluster} belongs to user id ${found.uid}, and this is user id ${user}: start as that user or choose another DATA_DIR`,
  );
}

async function presentVersion(cluster: string): Promise<string | undefined> {
  const names = await readdir(cluster).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.length === 0) return undefined;
  if (names.includes('PG_VERSION')) return (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  throw new EmbeddedPostgresError(`${cluster} is not a PostgreSQL cluster: move it away or choose another DATA_DIR`);
}

/** Creates the cluster in a temporary folder and renames it when complete: a kill never leaves a partial cluster. */
async function createCluster(request: ClusterRequest): Promise<void> {
  const { folder, account } = request;
  const temporary = await mkdtemp(folder.temporaryCluster);
  try {
    await writeFile(join(temporary, 'password'), request.password, { mode: 0o600 });
    if (process.getuid!() === 0) await giveTo(account, temporary);
    await runInitdb(request, temporary);
    await rename(join(temporary, 'cluster'), folder.cluster);
    await syncFolder(folder.root);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function runInitdb({ initdb, account, log }: ClusterRequest, temporary: string): Promise<void> {
  const command = [
    initdb,
    ...['-D', join(temporary, 'cluster'), '-U', SUPERUSER, `--pwfile=${join(temporary, 'password')}`],
    ...['--auth=scram-sha-256', '--encoding=UTF8', '--data-checksums', '--no-instructions'],
    // More iterations slow guessing down. 192 random bits cannot be guessed, and every connection would pay the cost.
    ...['--set', 'scram_iterations=1'],
    // The builtin provider sorts and changes case alike on every machine, whatever its C library.
    ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
  ];
  log.mark();
  const end = await new GuardedProcess(command, account, temporary, log.descriptor).ended;
  if (end !== 'exit code 0') {
    throw new EmbeddedPostgresError(`initdb failed (${end}): ${log.lastRelevantLine() ?? 'it said nothing'}`);
  }
}

/** Changes the owner of the folder itself last: its owner shows whether everything below has been changed. */
async function giveTo(account: ServerAccount, folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await giveTo(account, path);
    else await lchown(path, account.uid, account.gid);
  }
  await lchown(folder, account.uid, account.gid);
  await chmod(folder, 0o700);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
