import { Attempts } from '../api/attempts';
import type { Api } from '../api/client';
import { messageOf } from '../api/errors';
import { Store } from '../api/store';
import { BarsDocument, type BarInterval, type BarsQuery } from '../generated/graphql';

export type Bar = BarsQuery['bars']['edges'][number]['node'];

/** The selected bars; `from` and `to` are dates (`to` inclusive) or empty. */
export interface BarsWanted {
  readonly source: string;
  readonly symbol: string;
  readonly interval: BarInterval;
  readonly from: string;
  readonly to: string;
}

export interface BarSeriesState {
  /** Ascending: the newest bars of the selection, as far as they are loaded. */
  readonly bars: readonly Bar[];
  readonly total: number;
  readonly isLoaded: boolean;
  /** Why older bars could not be loaded; null if the last load succeeded. */
  readonly error: string | null;
}

/** The first page is small, to arrive soon, but fills a screen. */
const FIRST = 1_000;
const MORE = 2_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** The bars of a symbol: the newest ones first, older ones on demand. */
export class BarSeries extends Store<BarSeriesState> {
  private before: string | null = null;
  private hasOlder = true;
  private readonly older = new Attempts(
    () => this.readOlder(),
    (error) => this.set({ ...this.get(), isLoaded: true, error: messageOf(error) }),
  );

  constructor(
    private readonly api: Api,
    private readonly wanted: BarsWanted,
  ) {
    super({ bars: [], total: 0, isLoaded: false, error: null });
  }

  /** @returns a function that closes it */
  open(): () => void {
    if (!this.get().isLoaded) this.older.ask();
    return () => this.older.end();
  }

  /** Requests older bars, if any. May be called at any rate: one request at a time, with a backoff after failures. */
  loadOlder(): void {
    if (this.hasOlder) this.older.ask();
  }

  /** Requests older bars without waiting for the backoff, for the reader. */
  retry(): void {
    this.older.askNow();
  }

  private async readOlder(): Promise<void> {
    const { bars } = await this.page();
    this.hasOlder = bars.pageInfo.hasPreviousPage;
    this.before = bars.pageInfo.startCursor ?? this.before;
    const older = bars.edges.map(({ node }) => node);
    const { bars: shown, total } = this.get();
    this.set({ bars: [...older, ...shown], total: bars.totalCount ?? total, isLoaded: true, error: null });
  }

  private async page(): Promise<BarsQuery> {
    const { source, symbol, interval } = this.wanted;
    const isFirst = this.before === null;
    // Only the first page is counted: counting reads the whole series.
    const page = { last: isFirst ? FIRST : MORE, before: this.before, isCounted: isFirst };
    const variables = { source, symbol, interval, ...page, ...periodOf(this.wanted) };
    const { data } = await this.api.apollo.query({ query: BarsDocument, variables, fetchPolicy: 'no-cache' });
    return data!;
  }
}

/** The period from the start of day `from` to the end of day `to`, in UTC. */
export function periodOf({ from, to }: Pick<BarsWanted, 'from' | 'to'>): { from: string | null; to: string | null } {
  const end = to && new Date(new Date(`${to}T00:00:00Z`).getTime() + DAY_MS).toISOString();
  return { from: from ? `${from}T00:00:00.000Z` : null, to: end || null };
}
