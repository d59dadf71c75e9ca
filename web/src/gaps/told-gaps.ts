import { Attempts } from '../api/attempts';
import type { Api } from '../api/client';
import { Store } from '../api/store';
import { SeriesGapsDocument, type GapReason } from '../generated/graphql';
import type { Period } from '../ui/chart-view';
import type { FoundSeries } from './found-series';

/** A gap as the service tells it; times in seconds. */
export interface ToldGap extends Period {
  readonly bars: number;
  readonly reason: GapReason;
}

export interface ToldGapsState {
  readonly gaps: readonly ToldGap[];
  /** There are more gaps in the period than are told. */
  readonly isCut: boolean;
}

/** Maximum number of gaps that are read for one view. */
const FIRST = 100;
/** A view must rest this long before its gaps are read, in milliseconds. */
const REST_MS = 250;

const NONE: ToldGapsState = { gaps: [], isCut: false };

/**
 * The gaps in the visible period of a chart with their reasons: one request at a time, none while the view moves, and
 * none for a part of what is known. If they cannot be read, the chart shows gaps without reasons.
 */
export class ToldGaps extends Store<ToldGapsState> {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private wanted: Period | null = null;
  private known: Period | null = null;
  private readonly reads = new Attempts(
    () => this.readWanted(),
    () => undefined,
  );

  constructor(
    private readonly api: Api,
    private readonly series: FoundSeries,
  ) {
    super(NONE);
  }

  /** The visible period has changed. May be called at any rate. */
  look(period: Period): void {
    clearTimeout(this.timer);
    this.wanted = period;
    if (!this.isKnown(period)) this.timer = setTimeout(() => this.reads.ask(), REST_MS);
  }

  close(): void {
    clearTimeout(this.timer);
    this.reads.end();
  }

  /** Reads until what is wanted is known: the view may have moved meanwhile. */
  private async readWanted(): Promise<void> {
    while (this.wanted && !this.isKnown(this.wanted)) {
      const { wanted } = this;
      const state = await this.read(wanted);
      this.known = wanted;
      this.set(state);
    }
  }

  /** Of a part of a period with too many gaps to tell, more are told. */
  private isKnown({ from, to }: Period): boolean {
    const { known } = this;
    if (!known) return false;
    return this.get().isCut ? from === known.from && to === known.to : from >= known.from && to <= known.to;
  }

  private async read({ from, to }: Period): Promise<ToldGapsState> {
    const id = await this.series.id();
    if (!id) return NONE;
    const { data } = await this.api.apollo.query({
      query: SeriesGapsDocument,
      variables: { id, from: momentOf(from), to: momentOf(to), first: FIRST },
      fetchPolicy: 'no-cache',
    });
    if (data?.node?.__typename !== 'Series') return NONE;
    const { nodes, pageInfo } = data.node.gaps;
    const gaps = nodes.map((gap) => ({ ...gap, from: secondsOf(gap.from), to: secondsOf(gap.to) }));
    return { gaps, isCut: pageInfo.hasNextPage };
  }
}

function momentOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}

function secondsOf(iso: string): number {
  return Date.parse(iso) / 1_000;
}
