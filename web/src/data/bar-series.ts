import { Attempts } from '../api/attempts';
import type { Api } from '../api/client';
import { messageOf } from '../api/errors';
import { Store } from '../api/store';
import { BarsDocument, type BarInterval, type BarsQuery } from '../generated/graphql';

export type Bar = BarsQuery['bars']['edges'][number]['node'];

/** Whose bars; `from` and `to` as dates (the latter inclusive), or empty. */
export interface BarsWanted {
  readonly source: string;
  readonly symbol: string;
  readonly interval: BarInterval;
  readonly from: string;
  readonly to: string;
}

export interface BarSeriesState {
  /** Ascending; the last ones there are. */
  readonly bars: readonly Bar[];
  readonly total: number;
  readonly isLoaded: boolean;
  /** Why older ones could not be had; null while nothing is wrong. */
  readonly error: string | null;
}

/** The first are soon there, and fill a screen. */
const FIRST = 1_000;
const MORE = 2_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** The bars of a symbol: the last ones first, older ones as somebody looks for them. */
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

  /** @returns what closes it */
  open(): () => void {
    if (!this.get().isLoaded) this.older.ask();
    return () => this.older.end();
  }

  /** Asks for older bars if there are any; however often it is called, once at a time, and after a failure not at once. */
  loadOlder(): void {
    if (this.hasOlder) this.older.ask();
  }

  /** After a failure, for the reader. */
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
    // All of them are counted once: it takes the service a look at the whole series.
    const page = { last: isFirst ? FIRST : MORE, before: this.before, isCounted: isFirst };
    const variables = { source, symbol, interval, ...page, ...periodOf(this.wanted) };
    const { data } = await this.api.apollo.query({ query: BarsDocument, variables, fetchPolicy: 'no-cache' });
    return data!;
  }
}

/** From the beginning of one day to the end of another. */
export function periodOf({ from, to }: Pick<BarsWanted, 'from' | 'to'>): { from: string | null; to: string | null } {
  const end = to && new Date(new Date(`${to}T00:00:00Z`).getTime() + DAY_MS).toISOString();
  return { from: from ? `${from}T00:00:00.000Z` : null, to: end || null };
}
