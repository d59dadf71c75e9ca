import type { Bar, BarInterval } from '../../domain/bar';

export type SourceKind = 'SIMULATED' | 'REAL';

/** The window that a job collects for every symbol: bars that open at `from` or later and before `to`. */
export interface CollectionWindow {
  readonly interval: BarInterval;
  /** Milliseconds since the Unix epoch, inclusive. */
  readonly from: number;
  /** Milliseconds since the Unix epoch, exclusive. */
  readonly to: number;
}

export interface PageRequest extends CollectionWindow {
  /**
   * Aborts the request at once, including its socket; `fetchPage` then rejects with the signal's reason. The signal
   * outlives the request, so listeners must be removed.
   */
  readonly signal: AbortSignal;
}

/** The bars that one request returns. */
export interface Page {
  /** Ascending by time, all inside the window, each of them closed. May be empty. */
  readonly bars: readonly Bar[];
  /** Where the next page starts, opaque to all but the source; null after the last page. */
  readonly nextCursor: string | null;
}

/** A source of bars: a real or simulated exchange. */
export interface DataSource {
  readonly name: string;
  readonly kind: SourceKind;
  readonly description: string;
  readonly intervals: readonly BarInterval[];
  /** Requests that the source allows in any minute. The client must enforce this limit itself. */
  readonly requestsPerMinute: number;
  /** Number of these requests that the source counts for a list of its symbols; default 1. */
  readonly listingCost?: number;

  /**
   * Prepares the source for requests. Must be called before the first page. From then on, `fetchPage` sends its request
   * before it returns its promise, so nothing lies between a worker's last check of its gate and the request.
   */
  open(): Promise<void>;

  /** Returns every symbol that the source offers, sorted. @throws SourceError */
  listSymbols(options: { signal: AbortSignal }): Promise<readonly string[]>;

  /**
   * Fetches one page with exactly one request; retries are the worker's responsibility.
   * @param cursor where the page starts: null for the first page, otherwise the previous page's `nextCursor`
   * @throws SourceError if the source fails; the signal's reason if aborted
   */
  fetchPage(symbol: string, cursor: string | null, request: PageRequest): Promise<Page>;
}
