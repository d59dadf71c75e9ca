import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const IMPORTED = /\bfrom '(\.{1,2}\/[^']+)'|\b'(\.{1,2}\/[^']+\.js)'/g;

/** Build output, or a browser, which loads the page as it was built. */
const BUILT = /['/]dist\/|'playwright-core'/;

/** Whether a test, or a helper that it imports directly or indirectly, uses build output. */
export function needsBuild(file, seen = new Set()) {
  if (seen.has(file) || !file.includes('/test/')) return false;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  if (BUILT.test(text)) return true;
  return importsOf(text, dirname(file)).some((imported) => needsBuild(imported, seen));
}

function importsOf(text, folder) {
  const named = [...text.matchAll(IMPORTED)].map(([, module, script]) => resolve(folder, module ?? script));
  return named.flatMap((path) =>
    [path, `${path}.ts`].filter((candidate) => /\.(ts|js)$/.test(candidate) && existsSync(candidate)),
  );
}
