import type { BarInterval, CollectMode, SourcesQuery, StartCollectionInput } from '../generated/graphql';

/** The contents of the form, as typed. */
export interface Draft {
  readonly source: string;
  readonly interval: BarInterval;
  readonly mode: CollectMode;
  readonly symbolsBy: 'pick' | 'paste' | 'match';
  readonly picked: ReadonlySet<string>;
  readonly pasted: string;
  /** Patterns of the symbols to collect; with an exclamation mark before it, of those to leave out. */
  readonly patterns: string;
  /** Values of `datetime-local` fields, in UTC. */
  readonly from: string;
  readonly to: string;
  /** Instead of `from`: each symbol from its listing. */
  readonly isFromListing: boolean;
  readonly concurrency: string;
  readonly name: string;
}

const DAY_MS = 24 * 60 * 60 * 1_000;

export function newDraft(source: SourcesQuery['sources'][number]): Draft {
  return {
    source: source.name,
    interval: source.intervals.find((interval) => interval === 'ONE_HOUR') ?? source.intervals[0]!,
    mode: 'MISSING',
    symbolsBy: 'pick',
    picked: new Set(),
    pasted: '',
    patterns: '*',
    ...lastDays(30),
    concurrency: '4',
    name: '',
  };
}

/** Whole days in UTC, until the most recent midnight. */
export function lastDays(days: number): Pick<Draft, 'from' | 'to' | 'isFromListing'> {
  const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  return { from: fieldValue(midnight - days * DAY_MS), to: fieldValue(midnight), isFromListing: false };
}

/** The value of a `datetime-local` field, to the minute in UTC. */
export function fieldValue(time: number): string {
  return new Date(time).toISOString().slice(0, 16);
}

/** Returns the distinct symbols in a text, separated by whitespace, commas or semicolons; counts repetitions. */
export function symbolsIn(text: string): { symbols: string[]; repeated: number } {
  const words = text.split(/[\s,;]+/).filter(Boolean);
  const symbols = [...new Set(words)];
  return { symbols, repeated: words.length - symbols.length };
}

/** Converts the form to the input of the mutation. The service validates it. */
export function inputOf(draft: Draft): StartCollectionInput {
  const { source, interval, mode, from, to, concurrency, name, isFromListing } = draft;
  return {
    source,
    interval,
    ...chosenBy(draft),
    from: isFromListing ? null : momentOf(from),
    to: momentOf(to),
    mode,
    concurrency: Number(concurrency === '' ? NaN : concurrency),
    name: name || null,
  };
}

function chosenBy({ symbolsBy, picked, pasted, patterns }: Draft): Pick<StartCollectionInput, 'symbols' | 'select'> {
  if (symbolsBy === 'pick') return { symbols: [...picked] };
  if (symbolsBy === 'paste') return { symbols: symbolsIn(pasted).symbols };
  const { symbols: globs } = symbolsIn(patterns);
  const match = globs.filter((glob) => !glob.startsWith('!'));
  const exclude = globs.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1));
  // None at all is refused by the service, which says so.
  return { select: { match: match.length > 0 || exclude.length === 0 ? match : ['*'], exclude } };
}

function momentOf(field: string): string {
  return field && `${field}:00Z`;
}
