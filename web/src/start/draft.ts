import type { BarInterval, CollectMode, SourcesQuery, StartCollectionInput } from '../generated/graphql';

/** The contents of the form, as typed. */
export interface Draft {
  readonly source: string;
  readonly interval: BarInterval;
  readonly mode: CollectMode;
  readonly symbolsBy: 'pick' | 'paste' | 'all';
  readonly picked: ReadonlySet<string>;
  readonly pasted: string;
  /** Values of `datetime-local` fields, in UTC. */
  readonly from: string;
  readonly to: string;
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
    ...lastDays(30),
    concurrency: '4',
    name: '',
  };
}

/** Whole days in UTC, until the most recent midnight. */
export function lastDays(days: number): Pick<Draft, 'from' | 'to'> {
  const midnight = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  return { from: fieldValue(midnight - days * DAY_MS), to: fieldValue(midnight) };
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
export function inputOf(draft: Draft, offered: readonly string[]): StartCollectionInput {
  const { source, interval, mode, from, to, concurrency, name } = draft;
  const bySet = {
    pick: () => [...draft.picked],
    paste: () => symbolsIn(draft.pasted).symbols,
    all: () => [...offered],
  };
  return {
    source,
    interval,
    symbols: bySet[draft.symbolsBy](),
    from: momentOf(from),
    to: momentOf(to),
    mode,
    concurrency: Number(concurrency === '' ? NaN : concurrency),
    name: name || null,
  };
}

function momentOf(field: string): string {
  return field && `${field}:00Z`;
}
