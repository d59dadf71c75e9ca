import type { Bar, BarInterval } from '../../domain/bar';
import type { TimeRange } from '../../domain/series/time-range';

export type SourceKind = 'SIMULATED' | 'REAL';

export const SYMBOL_STATUSES = ['TRADING', 'HALTED', 'DELISTED'] as const;
export type SymbolStatus = (typeof SYMBOL_STATUSES)[number];

/** A symbol that a source lists. */
export interface SourceSymbol {
  /** As the source writes it, and as a job names it. */
  readonly symbol: string;
  /** What is traded; null if the source does not tell. */
  readonly base: string | null;
  /** Currency of the price; null if the source does not tell. */
  readonly quote: string | null;
  readonly status: SymbolStatus;
  /** Null if the source does not tell. */
  readonly listedAt: Date | null;
}

/** Asks for bars that open at `from` or later and before `to`, both opening times of the interval. */
export interface PageRequest extends TimeRange {
  readonly interval: BarInterval;
  /**
   * Aborts the request at once, including its socket; `fetchPage` then rejects with the signal's reason. The signal
   * outlives the request, so listeners must be removed.
   */
  readonly signal: AbortSignal;
}

/** A row that is no bar: off the grid, with a high below its low, or sent twice with different values. */
export interface QuarantinedRow {
  /** Opening time of the interval that it lies in. */
  readonly time: number;
  /** The row as the source sent it, as JSON. Of a row that was sent twice: both, in a list. */
  readonly row: string;
  readonly flaw: string;
}

/** What one request returns. All times are milliseconds since the Unix epoch. */
export interface Page {
  /** Ascending by time, all inside the request's range, each of them closed at `asOf`. May be empty. */
  readonly bars: readonly Bar[];
  readonly quarantined: readonly QuarantinedRow[];
  /**
   * The range that the source has answered: what has no bar in it has none at the source. May be empty, and may include
   * times that are not closed.
   */
  readonly answered: TimeRange;
  /** The source says that it does not serve times as old as these; null if it does not say so. */
  readonly outOfReach: TimeRange | null;
  /** Where the next page starts; null if this page is the last of the range. Later than the start of this page. */
  readonly next: number | null;
  /** The time by which bars were taken for closed: the earlier of the clocks of this process and of the source. */
  readonly asOf: number;
  /** A rest that the source should have now, in milliseconds: its limit for this address is nearly used up. */
  readonly restMs?: number;
}

/** Whom a request for a page goes to. NOBODY: what it returns is here already, or comes by another request. */
export type Asked = 'SOURCE' | 'ARCHIVE' | 'NOBODY';

/** Another server, with old bars of one or several sources. Its limits are apart from theirs. */
export interface ArchiveLimits {
  readonly name: string;
  readonly requestsPerMinute: number;
  /** Requests at the same time, of this process. */
  readonly atOnce: number;
}

/** Loads sources that are not there before somebody asks for them. */
export interface SourceLoader {
  /**
   * @returns null if no such source has this name
   * @throws InvalidInputError that says why the source cannot be had; SourceError if loading it failed this time
   */
  load(name: string): Promise<DataSource | null>;
}

/** A source of bars: a real or simulated exchange. */
export interface DataSource {
  readonly name: string;
  readonly kind: SourceKind;
  readonly description: string;
  readonly intervals: readonly BarInterval[];
  /** Requests that the source allows in any minute. The client must enforce this limit itself. */
  readonly requestsPerMinute: number;
  /** The largest number of bars that a page holds. */
  readonly barsPerPage: number;
  /** Number of bars of each interval that the source still serves, counted back from now; default: all, or not known. */
  readonly reach?: number;
  /** No symbol has a bar that opens before this, in milliseconds since the Unix epoch; default 2010. */
  readonly earliest?: number | undefined;
  /** Number of these requests that the source counts for a list of its symbols; default 1. 0: the list is known here. */
  readonly listingCost?: number;
  /** Environment variables that the source needs, and that are not set: it cannot be asked; default: none. */
  readonly unsetVariables?: readonly string[];
  /** Where the source gets old bars from, if not from itself. */
  readonly archive?: ArchiveLimits;

  /**
   * Whom `fetchPage` would ask for a range now, whose limits it therefore needs. Answers at once, and as `fetchPage` does
   * if nothing is awaited in between; default: SOURCE.
   */
  asks?(symbol: string, interval: BarInterval, range: TimeRange): Asked;

  /**
   * Whether the source certainly has a bar for every opening time in a range, and sends `barsPerPage` of them with each
   * page. Answers at once, by what is known here; false, or absent, if that does not suffice.
   */
  hasEveryBar?(symbol: string, interval: BarInterval, range: TimeRange): boolean;

  /**
   * Prepares the source for requests. Must be called before the first page. From then on, `fetchPage` sends its request
   * before it returns its promise, so nothing lies between a worker's last check of its gate and the request.
   */
  open(): Promise<void>;

  /** Returns every symbol that the source lists, sorted by their names, each once. @throws SourceError */
  listSymbols(options: { signal: AbortSignal }): Promise<readonly SourceSymbol[]>;

  /**
   * Fetches one page with one request at most; retries are the worker's responsibility.
   * @returns ASK_AGAIN if the source needed this request to find out what to ask for: the same call then gets further.
   *   Happens a few times for a symbol
   * @throws SourceError if the source fails; the signal's reason if aborted
   */
  fetchPage(symbol: string, request: PageRequest): Promise<Page | 'ASK_AGAIN'>;
}
