import DataLoader from 'dataloader';
import type { CollectionJob } from '../../../../domain/collection-job';
import { INTERVAL_MS } from '../../../../domain/bar';
import { nextToAsk, windowAt, type CollectionWindow, type Proof } from '../../../../domain/series/coverage';
import { setOf, type TimeRange, type TimeRanges } from '../../../../domain/series/time-range';
import type { ActiveSymbol } from '../active-symbol';
import type { LeasedLedger } from '../leased-ledger';
import type { SymbolQueue } from '../symbol-queue';

/** How long a read of what is answered counts, in milliseconds. Another job may collect the same series meanwhile. */
const FRESH_MS = 100;
/** Symbols whose turn comes next that are read along: at most so many begin while the read counts. */
const READ_ALONG = 64;

/** What was answered of a series when it was read, by the monotonic clock. */
interface Read {
  readonly answered: TimeRanges;
  readonly at: number;
}

/** Decides which part of a job's window is asked for next, by what has been answered already, whoever asked for it. */
export class WindowPlan {
  private readonly pageMs: number;
  /** Batches the symbols of one tick into one statement. */
  private readonly reads: DataLoader<number, Read>;
  /** The latest read, by series. */
  private latest: ReadonlyMap<number, Read> = new Map();

  constructor(
    private readonly job: CollectionJob,
    private readonly ledger: Pick<LeasedLedger, 'answered'>,
    private readonly queue: Pick<SymbolQueue, 'upcoming'>,
    barsPerPage: number,
  ) {
    this.pageMs = barsPerPage * INTERVAL_MS[job.interval];
    this.reads = new DataLoader((seriesIds) => this.readAlong(seriesIds), { cache: false });
  }

  /** Returns the window as of the symbol's turn: bars that close during it are left to another job. */
  window({ beganAt, stored }: ActiveSymbol): CollectionWindow {
    const { from, to, interval } = this.job;
    const asked = stored.window ?? { from: from.getTime(), to: to.getTime() };
    return windowAt(asked.from, asked.to, interval, beganAt);
  }

  /** Returns the range to ask for next, by a fresh read of what is answered; null when nothing is left. */
  async next(active: ActiveSymbol): Promise<TimeRange | null> {
    const range = this.known(active);
    if (!range || this.job.mode === 'REFRESH' || isFresh(active.ahead.answeredAt)) return range;
    const { seriesId } = active.stored;
    const latest = this.latest.get(seriesId);
    const { answered, at } = latest && isFresh(latest.at) ? latest : await this.reads.load(seriesId);
    active.learn(answered, at);
    return this.known(active);
  }

  /** Returns what would be left to ask for after a page that leads to `cursor`. */
  after(active: ActiveSymbol, cursor: number, { covered, outOfReach, quarantined }: Proof): TimeRange | null {
    const proved = this.job.mode === 'MISSING' ? [...covered, ...outOfReach, ...quarantined] : [];
    return this.from(active, cursor, setOf([...active.ahead.answered, ...proved]));
  }

  private known(active: ActiveSymbol): TimeRange | null {
    return this.from(active, active.ahead.cursor ?? -Infinity, active.ahead.answered);
  }

  private from(active: ActiveSymbol, cursor: number, answered: TimeRanges): TimeRange | null {
    return nextToAsk(this.window(active), cursor, answered, this.pageMs);
  }

  /** One read serves the symbols whose turn it is, and those that come next. */
  private async readAlong(seriesIds: readonly number[]): Promise<Read[]> {
    const at = performance.now();
    const coming = this.queue.upcoming(READ_ALONG).map(({ seriesId }) => seriesId);
    const all = [...new Set([...seriesIds, ...coming])];
    const answered = await this.ledger.answered(all);
    const read = new Map(all.map((seriesId, index): [number, Read] => [seriesId, { answered: answered[index]!, at }]));
    this.latest = read;
    return seriesIds.map((seriesId) => read.get(seriesId)!);
  }
}

function isFresh(at: number): boolean {
  return performance.now() - at < FRESH_MS;
}
