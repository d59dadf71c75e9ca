import { Attempts } from '../api/attempts';
import type { Api } from '../api/client';
import { messageOf } from '../api/errors';
import { Store } from '../api/store';
import { SeriesPageDocument, type SeriesPageQuery, type SeriesViewFragment } from '../generated/graphql';
import type { SeriesFilter } from './series-filter';

export type Series = SeriesViewFragment;

export interface SeriesListState {
  /** In the order of the service: by source, symbol and interval. */
  readonly series: readonly Series[];
  /** The number of series that match the filter, loaded or not. */
  readonly total: number;
  readonly isLoaded: boolean;
  readonly isLoading: boolean;
  /** Why the series could not be loaded; null if the last load succeeded. */
  readonly error: string | null;
}

const PAGE = 100;

/** The stored series that match a filter, a page at a time. */
export class SeriesList extends Store<SeriesListState> {
  private after: string | null = null;
  private hasMore = true;
  private readonly next = new Attempts(
    () => this.readNext(),
    (error) => this.set({ ...this.get(), isLoaded: true, isLoading: false, error: messageOf(error) }),
  );

  constructor(
    private readonly api: Api,
    private readonly filter: SeriesFilter,
  ) {
    super({ series: [], total: 0, isLoaded: false, isLoading: false, error: null });
  }

  /** @returns a function that closes it */
  open(): () => void {
    if (!this.get().isLoaded) this.next.ask();
    return () => this.next.end();
  }

  /** Requests the next page, if any, without waiting for a backoff: for the reader. */
  loadMore(): void {
    if (this.hasMore) this.next.askNow();
  }

  private async readNext(): Promise<void> {
    this.set({ ...this.get(), isLoading: true });
    const { series: page } = await this.page();
    this.hasMore = page.pageInfo.hasNextPage;
    this.after = page.pageInfo.endCursor ?? this.after;
    this.set({
      series: [...this.get().series, ...page.nodes],
      total: page.totalCount,
      isLoaded: true,
      isLoading: false,
      error: null,
    });
  }

  private async page(): Promise<SeriesPageQuery> {
    const { data } = await this.api.apollo.query({
      query: SeriesPageDocument,
      variables: { ...this.filter, first: PAGE, after: this.after },
      fetchPolicy: 'no-cache',
    });
    return data!;
  }
}
