import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpus, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { nodeVersion } from '../support/node-binary.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** @returns what every measurement of this run has in common */
export async function describeRun() {
  const date = new Date().toISOString();
  return {
    run: `${date.slice(0, 10)}-${randomBytes(4).toString('hex')}`,
    date,
    commit: commit(),
    machine: {
      cpu: `${cpus().length} × ${cpus()[0].model.trim()}`,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      kernel: release(),
    },
    node: nodeVersion(),
  };
}

/** @returns the commit measured; with a plus sign if the working tree differs from it */
function commit() {
  const git = (...args) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  try {
    const changed = git('status', '--porcelain', '--', '.', ':!bench/results.ndjson', ':!docs', ':!README.md');
    return `${git('rev-parse', '--short=12', 'HEAD')}${changed ? '+' : ''}`;
  } catch {
    return 'unknown';
  }
}
