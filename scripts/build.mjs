import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * node scripts/build.mjs [target ...]      default: service and web
 *
 * Builds what is older than its sources, and nothing else: `npm start` asks each time. What builds is loaded only then.
 */
process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));

/** Each is made from its inputs, files and folders, into the folder of its name in `dist`. */
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
  /** Programs that tests run beside themselves. */
  test: {
    inputs: ['src', 'test/programs', 'scripts', 'tsconfig.json', 'package-lock.json'],
    make: async (folder) => (await import('./service-bundle.mjs')).bundleFolder('test/programs', folder),
  },
  /** What the benchmarks take out of the service to measure it by itself. */
  bench: {
    inputs: ['src', 'bench/parts', 'scripts', 'tsconfig.json', 'package-lock.json'],
    make: async (folder) => (await import('./service-bundle.mjs')).bundleFolder('bench/parts', folder),
  },
};

/** More builds than that at the same moment get in each other's way. */
const MAX_ATTEMPTS = 10;

const wanted = process.argv.slice(2);
await Promise.all((wanted.length > 0 ? wanted : ['service', 'web']).map(bringUpToDate));

async function bringUpToDate(name) {
  const target = TARGETS[name];
  if (!target) throw new Error(`there is no target ${name}; there are ${Object.keys(TARGETS).join(', ')}`);
  const [folder, made] = [`dist/${name}`, `dist/${name}/.made-from`];
  const sources = fingerprint(target.inputs);
  if (existsSync(made) && readFileSync(made, 'utf8') === sources) return;
  // Whoever runs what is there goes on with it until all of the new is there.
  const fresh = `dist/${name}.${process.pid}`;
  try {
    await target.make(fresh);
    writeFileSync(join(fresh, '.made-from'), sources);
    replace(folder, fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** Another build may do the same at this moment: of one source both make the same, and the later one stays. */
function replace(folder, fresh) {
  const old = `${folder}.old.${process.pid}`;
  for (let attempt = 1; ; attempt++) {
    try {
      if (existsSync(folder)) renameSync(folder, old);
      renameSync(fresh, folder);
      break;
    } catch (error) {
      // The other one has taken the folder away, or put its own there, in between.
      if (attempt === MAX_ATTEMPTS || !['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}

/** Of names, sizes and times of change: a file that is gone counts as well as one that is new. */
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
