import type { Api } from '../api/client';
import { Paged } from '../api/paged';
import { SeriesPageDocument, type SeriesViewFragment } from '../generated/graphql';
import type { SeriesFilter } from './series-filter';

export type Series = SeriesViewFragment;

const PAGE = 100;

/** The stored series that match a filter, in the order of the service: by source, symbol and interval. */
export function seriesList({ apollo }: Api, filter: SeriesFilter): Paged<Series> {
  return new Paged(async (after) => {
    const variables = { ...filter, first: PAGE, after };
    const { data } = await apollo.query({ query: SeriesPageDocument, variables, fetchPolicy: 'no-cache' });
    return data!.series;
  });
}
