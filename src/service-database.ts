import type { Logger } from './application/ports/logger';
import type { Config } from './config';
import { StartupError } from './startup-error';
import { openDatabases, type Databases } from './persistence/database/databases';
import { SupervisedPostgres } from './persistence/embedded-postgres/server/supervised-postgres';
import { DatabaseInUseError, ServiceLock, type LockMode } from './persistence/database/service-lock';
import { migrate } from './persistence/schema/migrate';

export interface DatabaseDeps {
  readonly log: Logger;
  /** Called when the database is lost for good. */
  readonly onFatal: (error: Error) => void;
  /** Receives a close function for each part, in the order of opening. */
  readonly closers: (() => Promise<void>)[];
}

/**
 * Opens the service's database: starts the embedded one unless another is configured, takes the lock that excludes
 * conflicting services, and migrates the schema. @throws StartupError, EmbeddedPostgresError
 */
export async function openDatabase(config: Config, deps: DatabaseDeps): Promise<Databases> {
  const url = config.databaseUrl ?? (await startEmbedded(config.dataDir, deps));
  try {
    await lock(url, config.cluster ? 'SHARED' : 'EXCLUSIVE', deps);
    await migrateOrEnd(url, deps);
    const databases = await openDatabases(url);
    deps.closers.push(() => databases.close());
    return databases;
  } catch (error) {
    throw explained(error, url);
  }
}

async function startEmbedded(dataDir: string, { log, onFatal, closers }: DatabaseDeps): Promise<string> {
  const embedded = await SupervisedPostgres.start(dataDir, { log, onLost: onFatal });
  closers.push(() => embedded.stop());
  log.info({ dataDir }, 'embedded PostgreSQL is up');
  return embedded.connectionString;
}

async function lock(url: string, mode: LockMode, { log, onFatal, closers }: DatabaseDeps): Promise<void> {
  const held = new ServiceLock(url, mode, log, onFatal);
  closers.push(() => held.release());
  await held.acquire();
}

/** A service that ends while it waits or migrates rolls back. */
async function migrateOrEnd(url: string, { log, closers }: DatabaseDeps): Promise<void> {
  const ending = new AbortController();
  const migrating = migrate(url, { log, signal: ending.signal });
  closers.push(async () => {
    ending.abort(new Error('the service ends'));
    await migrating.catch(() => undefined);
  });
  await migrating;
}

function explained(error: unknown, url: string): Error {
  if (error instanceof DatabaseInUseError) return new StartupError(error.message);
  const { host, pathname } = new URL(url);
  const { code, message } = error as Error & { code?: string };
  return new StartupError(`cannot use the database ${host}${pathname}: ${message || code}`, { cause: error });
}
