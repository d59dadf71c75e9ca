import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../src/persistence/embedded-postgres/embedded-postgres';

/** A node has up to 23 connections, see docs/scaling.md, "Connections". */
const SETTINGS = { max_connections: '200' };

/**
 * Runs an embedded PostgreSQL in DATA_DIR until SIGINT or SIGTERM, for several nodes on one machine:
 * `DATABASE_URL=$(cat .data/database-url) npm start`.
 */
async function main(): Promise<string | null> {
  const dataDir = process.env.DATA_DIR || '.data';
  // Installed before the start, so that an early signal also leads to an orderly end.
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

/** Creates the file anew: one left by a killed process may have any mode, or be a link. */
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
