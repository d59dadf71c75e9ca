import { access, constants, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres-error';

const TEMPORARY_CLUSTER = 'postgres.init-';

/** Absolute paths of the embedded server's files in the service's data folder. */
export interface DataFolder {
  readonly root: string;
  readonly cluster: string;
  readonly passwordFile: string;
  readonly logFile: string;
  /** Prefix for mkdtemp. Folders with this prefix are left over from an initdb that was killed. */
  readonly temporaryCluster: string;
}

/**
 * Creates the folder if it is missing.
 * @throws EmbeddedPostgresError when the path is not a folder or this process may not write to it
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const root = resolve(path);
  try {
    await mkdir(root, { recursive: true });
    await access(root, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new EmbeddedPostgresError(await explain(root, error as NodeJS.ErrnoException), { cause: error });
  }
  return {
    root,
    cluster: join(root, 'postgres'),
    passwordFile: join(root, 'postgres-password'),
    logFile: join(root, 'postgres.log'),
    temporaryCluster: join(root, TEMPORARY_CLUSTER),
  };
}

async function explain(root: string, error: NodeJS.ErrnoException): Promise<string> {
  const found = await stat(root).catch(() => undefined);
  if (error.code === 'ENOTDIR' || (found && !found.isDirectory())) {
    return `data folder ${root} is not a folder: choose another DATA_DIR`;
  }
  const user = process.getuid ? `user id ${process.getuid()}` : 'this user';
  return `data folder ${root} cannot be written by ${user} (${error.code}): choose another DATA_DIR or set DATABASE_URL`;
}

/** The caller must hold the claim on the folder: otherwise another process may be creating a temporary cluster. */
export async function removeLeftovers(folder: DataFolder): Promise<void> {
  const names = await readdir(folder.root);
  for (const name of names.filter((entry) => entry.startsWith(TEMPORARY_CLUSTER))) {
    // Retried because the initdb of a killed service may still be writing there briefly.
    await rm(join(folder.root, name), { recursive: true, force: true, maxRetries: 10 });
  }
}
