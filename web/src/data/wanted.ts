import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import { SourcesDocument, type BarInterval } from '../generated/graphql';
import { INTERVAL_NAMES } from '../ui/format';
import { useSearch } from '../ui/use-search';

/** The bars that the address selects. */
export function useWanted() {
  const [given, choose] = useSearch();
  const { data } = useQuery(SourcesDocument);
  const source = given('source') || data?.sources[0]?.name || '';
  const [symbol, from, to] = [given('symbol'), dateIn(given('from')), dateIn(given('to'))];
  const interval = intervalIn(given('interval')) ?? 'ONE_HOUR';
  const wanted = useMemo(() => ({ source, symbol, interval, from, to }), [source, symbol, interval, from, to]);
  return { wanted, choose };
}

/** Returns the word if it is a date, else ''. */
function dateIn(word: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(word) && !isNaN(Date.parse(word)) ? word : '';
}

/** Returns the word if it is an interval, else null. */
export function intervalIn(word: string): BarInterval | null {
  return Object.hasOwn(INTERVAL_NAMES, word) ? (word as BarInterval) : null;
}
