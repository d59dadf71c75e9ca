import { InvalidInputError } from '../../domain/errors';
import type { JobDraft } from '../ports/collection-job-repository';
import type { DataSource } from '../ports/data-source';

export const MAX_SYMBOLS = 100_000;
export const MAX_CONCURRENCY = 64;
const MAX_NAME_LENGTH = 200;
/** The characters of exchange tickers. Keeps spaces, control characters and markup out of URLs, logs and pages. */
const SYMBOL = /^[\p{L}\p{N}][\p{L}\p{N}._:/^=+@-]{0,63}$/u;

/** @throws InvalidInputError for the first error found in the draft */
export function checkDraft(draft: JobDraft, sources: ReadonlyMap<string, DataSource>): void {
  checkSource(draft, sources);
  checkName(draft.name);
  checkWindow(draft);
  checkConcurrency(draft.concurrency);
  checkSymbols(draft.symbols);
}

/** @throws InvalidInputError */
export function checkSource(
  { source, interval }: Pick<JobDraft, 'source' | 'interval'>,
  sources: ReadonlyMap<string, DataSource>,
): DataSource {
  const found = sources.get(source);
  if (!found) refuse(`There is no source with this name. There are: ${[...sources.keys()].join(', ')}.`, 'source');
  const unset = found.unsetVariables ?? [];
  if (unset.length > 0)
    refuse(`${source} is not configured: ${unset.join(', ')} must be set in the environment.`, 'source');
  if (!found.intervals.includes(interval)) {
    refuse(`${source} has no bars of this interval. It has: ${found.intervals.join(', ')}.`, 'interval');
  }
  return found;
}

function checkName(name: string | null): void {
  if (name === null) return;
  if (name.trim() === '' || name.length > MAX_NAME_LENGTH || /\p{Cc}/u.test(name)) {
    refuse(`A name has 1 to ${MAX_NAME_LENGTH} printable characters.`, 'name');
  }
}

function checkWindow({ from, to }: JobDraft): void {
  const [earliest, latest] = [Date.UTC(1970, 0, 1), Date.UTC(2200, 0, 1)];
  if (from.getTime() < earliest) refuse('from must not be before 1970.', 'from');
  if (to.getTime() > latest) refuse('to must not be after 2200.', 'to');
  if (from.getTime() >= to.getTime()) refuse('to must be later than from.', 'to');
  if (from.getTime() > Date.now()) refuse('from lies in the future: there are no bars yet.', 'from');
}

function checkConcurrency(concurrency: number): void {
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > MAX_CONCURRENCY) {
    refuse(`concurrency must be from 1 to ${MAX_CONCURRENCY}.`, 'concurrency');
  }
}

function checkSymbols(symbols: readonly string[]): void {
  if (symbols.length < 1 || symbols.length > MAX_SYMBOLS) {
    refuse(`A job has 1 to ${MAX_SYMBOLS} symbols, not ${symbols.length}.`, 'symbols');
  }
  const positions = new Map<string, number>();
  symbols.forEach((symbol, position) => {
    if (!SYMBOL.test(symbol))
      refuse('This is not a symbol: 1 to 64 letters, digits or . _ : / ^ = + @ -', 'symbols', position);
    const first = positions.get(symbol);
    if (first !== undefined) refuse(`This symbol stands at position ${first} already.`, 'symbols', position);
    positions.set(symbol, position);
  });
}

function refuse(message: string, ...path: (string | number)[]): never {
  throw new InvalidInputError(message, ['input', ...path.map(String)]);
}
