import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExchangeDescription } from '../../../src/sources/exchange/description';
import { readSourceFolder } from '../../../src/sources/described/file/read-folder';
import type { SourceFile } from '../../../src/sources/described/file/source-file';

/** A file with everything that must be there. */
export const SMALL = {
  description: 'A source for tests',
  baseUrl: 'http://127.0.0.1:9',
  requestsPerMinute: 600,
  bars: {
    path: '/bars/{symbol}',
    query: { from: '{from}', to: '{to}' },
    times: { form: 'ms', end: 'EXCLUSIVE' },
    limit: 1_000,
    intervals: { ONE_HOUR: '1h' },
    rows: 'rows',
    row: { time: { value: 't', form: 'ms' }, open: 'o', high: 'h', low: 'l', close: 'c', volume: 'v' },
  },
  symbols: ['AAA'],
} satisfies SourceFile;

/** Returns the file with other parts of `bars`. */
export function withBars(bars: object): object {
  return { ...SMALL, bars: { ...SMALL.bars, ...bars } };
}

/** Reads files, by name, as a start does. A text is written as it is. */
export async function readFiles(
  files: Readonly<Record<string, unknown>>,
  variables: Readonly<Record<string, string>> = {},
  taken: readonly string[] = [],
): Promise<readonly ExchangeDescription[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-sources-'));
  try {
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    return await readSourceFolder(folder, variables, new Set(taken));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Returns the one source that a file describes. */
export async function describedBy(file: object, variables: Readonly<Record<string, string>> = {}) {
  const [exchange] = await readFiles({ 'acme.json': file }, variables);
  return exchange!;
}
