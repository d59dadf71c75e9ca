import type { BarInterval, CollectMode, SourcesQuery } from '../generated/graphql';
import { MODE_NAMES } from '../ui/format';
import { fieldValue, newDraft, symbolsIn, type Draft } from './draft';

/** What an address fills into the form. */
export interface Filled {
  readonly source: string;
  readonly interval: BarInterval;
  readonly symbols: readonly string[];
  /** An ISO time; null leaves the form's own period. */
  readonly from: string | null;
  readonly mode: CollectMode;
}

/** The address of the form, filled in, with a period that ends now. */
export function formAddress({ source, interval, symbols, from, mode }: Filled): string {
  const search = new URLSearchParams({ source, interval, mode, symbols: symbols.join(' ') });
  if (from) search.set('from', from);
  return `/new?${search}`;
}

/** Returns the form as the address fills it in. What is not there, or makes no sense, is as in a new form. */
export function draftIn(search: URLSearchParams, sources: SourcesQuery['sources']): Draft {
  const source = sources.find(({ name }) => name === search.get('source')) ?? sources[0]!;
  const draft = newDraft(source);
  const { symbols } = symbolsIn(search.get('symbols') ?? '');
  const mode = search.get('mode') ?? '';
  return {
    ...draft,
    interval: source.intervals.find((interval) => interval === search.get('interval')) ?? draft.interval,
    mode: Object.hasOwn(MODE_NAMES, mode) ? (mode as CollectMode) : draft.mode,
    ...(symbols.length > 0 && { symbolsBy: 'paste', pasted: symbols.join('\n') }),
    ...periodSince(search.get('from')),
  };
}

function periodSince(from: string | null): Partial<Pick<Draft, 'from' | 'to'>> {
  const time = Date.parse(from ?? '');
  return isNaN(time) ? {} : { from: fieldValue(time), to: fieldValue(Date.now()) };
}
