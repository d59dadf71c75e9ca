import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Finds the folder of the installed package.
 * @param from where to look: this folder, and the node_modules of each above it
 * @returns null if it is not installed
 */
export function ccxtFolder(from = __dirname): string | null {
  const folder = join(from, 'node_modules', 'ccxt');
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(from);
  return above === from ? null : ccxtFolder(above);
}
