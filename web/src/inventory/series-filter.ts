import { useMemo } from 'react';
import type { BarInterval } from '../generated/graphql';
import { useSearch } from '../ui/use-search';
import { intervalIn } from '../data/wanted';

/** Which series the inventory shows; null: all. */
export interface SeriesFilter {
  readonly source: string | null;
  readonly symbolContains: string | null;
  readonly interval: BarInterval | null;
}

/** The filter is part of the address: it can be bookmarked, shared and navigated back to. */
export function useSeriesFilter(): SeriesFilter {
  const [given] = useSearch();
  const [source, symbolContains, interval] = [given('source'), given('search'), intervalIn(given('interval'))];
  return useMemo(
    () => ({ source: source || null, symbolContains: symbolContains || null, interval }),
    [source, symbolContains, interval],
  );
}
