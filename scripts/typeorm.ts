import 'reflect-metadata';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../src/persistence/schema/migrate';
import { startEmbeddedPostgres } from '../src/persistence/embedded-postgres/embedded-postgres';

/**
 * Runs a TypeORM CLI command. `migration:generate` (with `--check` too) runs against a temporary database with all
 * migrations applied, any other command against DATABASE_URL or the embedded database in DATA_DIR.
 */
async function main([command, ...rest]: string[]): Promise<number> {
  if (command === 'migration:generate') return onThrowaway(() => typeorm([command, ...rest]));
  if (process.env.DATABASE_URL) return typeorm([command!, ...rest]);
  return onEmbedded(process.env.DATA_DIR || '.data', () => typeorm([command!, ...rest]));
}

async function onThrowaway(run: () => number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-schema-'));
  await chmod(folder, 0o755);
  try {
    return await onEmbedded(join(folder, 'data'), async () => {
      await migrate(process.env.DATABASE_URL!);
      return run();
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function onEmbedded(dataDir: string, run: () => number | Promise<number>): Promise<number> {
  const server = await startEmbeddedPostgres({ dataDir });
  try {
    process.env.DATABASE_URL = server.connectionString;
    return await run();
  } finally {
    await server.stop();
  }
}

function typeorm(args: string[]): number {
  const cli = require.resolve('typeorm/cli.js');
  const { status } = spawnSync(process.execPath, [cli, ...args, '-d', join(__dirname, 'ormconfig.js')], {
    stdio: 'inherit',
  });
  return status ?? 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
