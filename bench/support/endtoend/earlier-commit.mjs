import { execFileSync } from 'node:child_process';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../server.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const COLLECTOR = 'bench/parts/collector.ts';
/** In the earlier commit's terms. */
const BINANCE = `
import { BinanceSource } from '../../src/sources/binance/binance-source';
export const binanceAt = (baseUrl: string) => new BinanceSource({ baseUrl });
`;

/**
 * Checks an earlier commit out into a temporary folder, and builds this checkout's `collector.ts` from its sources, with
 * the same packages.
 * @returns `collector`, the program; null if the clone does not have the commit
 */
export async function buildEarlier(commit) {
  const git = (...args) => execFileSync('git', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    git('cat-file', '-e', `${commit}^{commit}`);
  } catch {
    return null;
  }
  const folder = await temporaryFolder();
  const checkout = join(folder.path, 'checkout');
  // A run that was killed has left its checkout registered.
  git('worktree', 'prune');
  git('worktree', 'add', '--detach', checkout, commit);
  const remove = async () => {
    git('worktree', 'remove', '--force', checkout);
    await folder.remove();
  };
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
    cpSync(join(ROOT, COLLECTOR), join(checkout, COLLECTOR));
    writeFileSync(join(checkout, 'bench/parts/binance.ts'), BINANCE);
    execFileSync(process.execPath, ['scripts/build.mjs', 'bench'], {
      cwd: checkout,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    await remove();
    throw error;
  }
  return { collector: join(checkout, 'dist/bench/collector.js'), remove };
}

/** Migrates a database in another process: two versions of the entities in one process are one too many. */
export function migrateWith(collector, databaseUrl) {
  const program = `require(process.argv[1]).migrate(process.argv[2])`;
  execFileSync(process.execPath, ['-e', program, collector, databaseUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
}
