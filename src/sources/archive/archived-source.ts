import type {
  ArchiveLimits,
  Asked,
  DataSource,
  Page,
  PageRequest,
  SourceSymbol,
} from '../../application/ports/data-source';
import { orAborted } from '../../async/or-aborted';
import { INTERVAL_MS, type BarInterval } from '../../domain/bar';
import type { TimeRange } from '../../domain/series/time-range';
import type { Archive } from './archive';
import { filesAt, filesFor, type ArchivedSeries, type ArchiveFile } from './archive-files';
import type { SpooledFile } from './text/spooled-file';

/** Where the archive has the bars of an exchange. */
export interface ArchivedMarket {
  readonly folder: string;
  /** Of each interval whose files are used, its name in their paths. Whole numbers of them make a day. */
  readonly intervals: Readonly<Partial<Record<BarInterval, string>>>;
}

/** What the next call for a range does. */
type Step =
  /** Asks the exchange. `spooled`: the file that has a hole there, if any. */
  | { readonly kind: 'EXCHANGE'; readonly spooled: SpooledFile | null }
  /** Asks the archive for something of the file. */
  | { readonly kind: 'BRING'; readonly file: ArchiveFile }
  /** Waits for a request of another call. */
  | { readonly kind: 'WAIT'; readonly settled: Promise<void> }
  /** Reads a file that is here. */
  | { readonly kind: 'READ'; readonly file: ArchiveFile; readonly spooled: SpooledFile; readonly run: TimeRange };

const ASKED: Readonly<Record<Step['kind'], Asked>> = {
  EXCHANGE: 'SOURCE',
  BRING: 'ARCHIVE',
  WAIT: 'NOBODY',
  READ: 'NOBODY',
};

/** Others are left to the exchange. */
const SYMBOL = /^[\p{L}\p{N}_]{1,50}$/u;

/**
 * An exchange whose old bars come from an archive of files, as far as that costs fewer requests. The archive proves only
 * what it has: holes, and rows that are no bars, are asked of the exchange, and so is everything that the archive does
 * not have or cannot send.
 */
export class ArchivedSource implements DataSource {
  readonly kind = 'REAL';
  readonly name: string;
  readonly description: string;
  readonly intervals: readonly BarInterval[];
  readonly requestsPerMinute: number;
  readonly barsPerPage: number;
  readonly reach: number | undefined;
  readonly earliest: number | undefined;
  readonly listingCost: number | undefined;
  readonly unsetVariables: readonly string[] | undefined;
  readonly archive: ArchiveLimits;

  /** @param clock milliseconds since the Unix epoch */
  constructor(
    private readonly exchange: DataSource & { close(): Promise<void> },
    private readonly files: Archive,
    private readonly market: ArchivedMarket,
    private readonly clock: () => number = Date.now,
  ) {
    this.name = exchange.name;
    this.description = exchange.description;
    this.intervals = exchange.intervals;
    this.requestsPerMinute = exchange.requestsPerMinute;
    this.barsPerPage = exchange.barsPerPage;
    this.reach = exchange.reach;
    this.earliest = exchange.earliest;
    this.listingCost = exchange.listingCost;
    this.unsetVariables = exchange.unsetVariables;
    this.archive = files.limits;
  }

  async open(): Promise<void> {
    await Promise.all([this.exchange.open(), this.files.open()]);
  }

  listSymbols(options: { signal: AbortSignal }): Promise<readonly SourceSymbol[]> {
    return this.exchange.listSymbols(options);
  }

  asks(symbol: string, interval: BarInterval, range: TimeRange): Asked {
    return ASKED[this.step(symbol, interval, range).kind];
  }

  async fetchPage(symbol: string, request: PageRequest): Promise<Page | 'ASK_AGAIN'> {
    const step = this.step(symbol, request.interval, request);
    if (step.kind === 'EXCHANGE') return withBadRows(await this.exchange.fetchPage(symbol, request), step.spooled);
    if (step.kind === 'READ') return this.read(step, request);
    if (step.kind === 'BRING') await this.files.bring(step.file, request.signal);
    else await orAborted(step.settled, request.signal);
    return 'ASK_AGAIN';
  }

  /** The archive is closed by whoever made it: sources may share it. */
  close(): Promise<void> {
    return this.exchange.close();
  }

  private step(symbol: string, interval: BarInterval, range: TimeRange): Step {
    const intervalName = this.market.intervals[interval];
    if (intervalName === undefined || !SYMBOL.test(symbol)) return { kind: 'EXCHANGE', spooled: null };
    const series: ArchivedSeries = { folder: this.market.folder, symbol, interval, intervalName };
    for (const file of filesAt(series, range.from)) {
      const state = this.files.stateOf(file);
      if (state.kind === 'HERE') return readOrAsk(file, state.spooled, range);
    }
    for (const file of filesFor(series, range, this.barsPerPage, this.clock())) {
      const { kind, ...state } = this.files.stateOf(file);
      if (kind === 'UNKNOWN') return { kind: 'BRING', file };
      if ('settled' in state) return { kind: 'WAIT', settled: state.settled };
      if (kind === 'AWAY') break;
    }
    return { kind: 'EXCHANGE', spooled: null };
  }

  private async read(
    { file, spooled, run }: Step & { kind: 'READ' },
    request: PageRequest,
  ): Promise<Page | 'ASK_AGAIN'> {
    const { interval, from, to, signal } = request;
    const end = Math.min(to, run.to, from + this.barsPerPage * INTERVAL_MS[interval]);
    this.files.use(file);
    const bars = await orAborted(spooled.bars({ from, to: end }), signal).catch((error: unknown) => {
      if (signal.aborted) throw error;
      this.files.failed(file, error);
      return [];
    });
    const last = bars.at(-1);
    if (!last) return 'ASK_AGAIN';
    const answered = { from, to: last.time + INTERVAL_MS[interval] };
    const next = answered.to < to ? answered.to : null;
    return { bars, quarantined: [], answered, outOfReach: null, next, asOf: this.clock() };
  }
}

function readOrAsk(file: ArchiveFile, spooled: SpooledFile, { from }: TimeRange): Step {
  const run = spooled.runAt(from);
  return run ? { kind: 'READ', file, spooled, run } : { kind: 'EXCHANGE', spooled };
}

/**
 * Adds the bad rows that the file has where the exchange has answered. Not to an empty page: it would no longer have to
 * be confirmed by a second one.
 */
function withBadRows(page: Page | 'ASK_AGAIN', spooled: SpooledFile | null): Page | 'ASK_AGAIN' {
  if (page === 'ASK_AGAIN' || !spooled || page.bars.length === 0) return page;
  const known = new Set(page.quarantined.map(({ time }) => time));
  const added = spooled.badRows(page.answered).filter(({ time }) => !known.has(time));
  if (added.length === 0) return page;
  return { ...page, quarantined: [...page.quarantined, ...added].sort((a, b) => a.time - b.time) };
}
