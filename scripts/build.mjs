import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * node scripts/build.mjs [target ...]      default: service and web
 *
 * Builds the targets whose sources have changed. `npm start` runs this every time, so the bundlers are imported only
 * when needed.
 */
process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));

/** Each target is built from its inputs (files and folders) into `dist/<name>`. */
const TARGETS = {
  service: {
    inputs: ['src', 'demo', 'scripts', 'ormconfig.ts', 'tsconfig.json', 'package-lock.json'],
    make: async (folder) => (await import('./service-bundle.mjs')).bundleService(folder),
  },
  web: {
    inputs: ['web', 'schema.graphql', 'package-lock.json'],
    make: async (folder) =>
      (await import('vite')).build({ root: 'web', logLevel: 'warn', build: { outDir: `../${folder}` } }),
  },
  /** Programs that tests run as separate processes. */
  test: {
    inputs: ['src', 'test/programs', 'scripts', 'tsconfig.json', 'package-lock.json'],
    make: async (folder) => (await import('./service-bundle.mjs')).bundleFolder('test/programs', folder),
  },
  /** Parts of the service that the benchmarks measure in isolation. */
  bench: {
    inputs: ['src', 'bench/parts', 'scripts', 'tsconfig.json', 'package-lock.json'],
    make: async (folder) => (await import('./service-bundle.mjs')).bundleFolder('bench/parts', folder),
  },
};

/** Attempts to replace a folder while concurrent builds do the same. */
const MAX_ATTEMPTS = 10;

const wanted = process.argv.slice(2);
await Promise.all((wanted.length > 0 ? wanted : ['service', 'web']).map(bringUpToDate));

async function bringUpToDate(name) {
  const target = TARGETS[name];
  if (!target) throw new Error(`there is no target ${name}; there are ${Object.keys(TARGETS).join(', ')}`);
  const [folder, made] = [`dist/${name}`, `dist/${name}/.made-from`];
  const sources = fingerprint(target.inputs);
  if (existsSync(made) && readFileSync(made, 'utf8') === sources) return;
  // Builds into a separate folder, so that the existing build stays usable until the new one is complete.
  const fresh = `dist/${name}.${process.pid}`;
  try {
    await target.make(fresh);
    writeFileSync(join(fresh, '.made-from'), sources);
    replace(folder, fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** A concurrent build may do the same. Both produce the same output from the same sources; the later one stays. */
function replace(folder, fresh) {
  const old = `${folder}.old.${process.pid}`;
  for (let attempt = 1; ; attempt++) {
    try {
      if (existsSync(folder)) renameSync(folder, old);
      renameSync(fresh, folder);
      break;
    } catch (error) {
      // A concurrent build has moved the folder away, or put its own in place, in between.
      if (attempt === MAX_ATTEMPTS || !['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

/** Hashes names, sizes and modification times, so that added and removed files also count as changes. */
function fingerprint(inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesOf).sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const name = join(path, entry.name);
    return entry.isDirectory() ? filesOf(name) : [name];
  });
}
