import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../src/persistence/embedded-postgres/embedded-postgres';

/** A node keeps up to 31 connections. */
const SETTINGS = { max_connections: '200' };

/**
 * Holds an embedded PostgreSQL in DATA_DIR until it is told to end, for several nodes on one machine:
 * `DATABASE_URL=$(cat .data/database-url) npm start`.
 */
async function main(): Promise<string | null> {
  const dataDir = process.env.DATA_DIR || '.data';
  // Before the start: a signal that comes early ends it in order as well.
  const told = new Promise<null>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(null));
  });
  const server = await startEmbeddedPostgres({ dataDir, settings: SETTINGS });
  const file = join(dataDir, 'database-url');
  try {
    await writeAddress(file, server.connectionString);
    process.stdout.write(`DATABASE_URL=${server.connectionString}\n`);
    return await Promise.race([
      told,
      server.died.then(() => `PostgreSQL ended by itself: see ${dataDir}/postgres.log`),
    ]);
  } finally {
    await rm(file, { force: true });
    await server.stop();
  }
}

/** Made anew: one that a killed process left could have any mode, and may be a link. */
async function writeAddress(file: string, address: string): Promise<void> {
  await rm(file, { force: true });
  await writeFile(file, `${address}\n`, { mode: 0o600, flag: 'wx' });
}

main().then(
  (failure) => {
    if (failure) process.stderr.write(`${failure}\n`);
    process.exit(failure ? 1 : 0);
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
