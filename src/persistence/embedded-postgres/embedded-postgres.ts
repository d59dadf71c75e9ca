import { ensureCluster, refuseForeignCluster } from './cluster';
import { openDataFolder, removeLeftovers, type DataFolder } from './data-folder';
import { connectionString, ensureDatabase } from './database-session';
import { EmbeddedPostgresError } from './embedded-postgres-error';
import { FolderClaim } from './folder-claim';
import { ensurePassword } from './password-file';
import { findBinaries, type Binaries } from './platform-binaries';
import { endPreviousServer } from './server/previous-server';
import { chooseAccount } from './server/server-account';
import { ServerLog } from './server/server-log';
import { launchServer, type RunningServer } from './server/server-process';

export { EmbeddedPostgresError };

export interface EmbeddedPostgres {
  /** URL of the database `sluice` on 127.0.0.1, with password. The port varies between starts unless it was given. */
  readonly connectionString: string;
  /** Resolves when the server ends without a call of stop(), e.g. when it was killed. Never rejects. */
  readonly died: Promise<void>;
  /** Fast shutdown: aborts open transactions and waits until the server has ended. Idempotent. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The service's data folder, created if missing. The cluster is its subfolder `postgres`. */
  readonly dataDir: string;
  /** PostgreSQL settings, e.g. { fsync: 'off' }. */
  readonly settings?: Record<string, string>;
  /** Port to listen on. Default: any free port. */
  readonly port?: number;
}

/**
 * Starts a PostgreSQL server that belongs to this process and ends with it, even when this process is killed.
 * @throws EmbeddedPostgresError for every failure, with one line for the user
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    const binaries = await findBinaries();
    const folder = await openDataFolder(options.dataDir);
    const claim = await FolderClaim.take(folder.root);
    return await startInClaimedFolder(
      { binaries, folder, settings: options.settings ?? {}, port: options.port },
      claim,
    );
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(`cannot use data folder ${options.dataDir}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

interface Plan {
  readonly binaries: Binaries;
  readonly folder: DataFolder;
  readonly settings: Readonly<Record<string, string>>;
  readonly port: number | undefined;
}

async function startInClaimedFolder(plan: Plan, claim: FolderClaim): Promise<EmbeddedPostgres> {
  let log: ServerLog | undefined;
  const letGo = async () => {
    log?.close();
    await claim.release();
  };
  try {
    log = await ServerLog.open(plan.folder.logFile);
    await clearAway(plan.folder);
    const password = await ensurePassword(plan.folder);
    const server = await launch(plan, password, log);
    return handle(server, connectionString(server.port, password), letGo);
  } catch (error) {
    await letGo();
    throw error;
  }
}

/** Removes what a killed service has left behind. */
async function clearAway(folder: DataFolder): Promise<void> {
  await refuseForeignCluster(folder);
  await endPreviousServer(folder.cluster);
  await removeLeftovers(folder);
}

async function launch(
  { binaries, folder, settings, port }: Plan,
  password: string,
  log: ServerLog,
): Promise<RunningServer> {
  const { initdb, postgres } = binaries;
  const { account, majorVersion } = await chooseAccount(folder, postgres);
  await ensureCluster({ folder, initdb, majorVersion, account, password, log });
  const isReady = (port: number) => ensureDatabase(port, password);
  return launchServer({ postgres, cluster: folder.cluster, account, settings, log, port, isReady });
}

function handle({ process: server }: RunningServer, url: string, letGo: () => Promise<void>): EmbeddedPostgres {
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    server.kill('SIGINT');
    await server.ended;
    await letGo();
  };
  return {
    connectionString: url,
    died: new Promise((resolve) => void server.ended.then(() => stopped ?? resolve())),
    stop: () => (stopped ??= stop()),
  };
}
