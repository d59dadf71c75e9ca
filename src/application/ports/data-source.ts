import type { Bar, BarInterval } from '../../domain/bar';

export type SourceKind = 'SIMULATED' | 'REAL';

/** The window that a job collects of every symbol: bars that open at `from` or later and before `to`. */
export interface CollectionWindow {
  readonly interval: BarInterval;
  /** Milliseconds since the Unix epoch, inclusive. */
  readonly from: number;
  /** Milliseconds since the Unix epoch, exclusive. */
  readonly to: number;
}

export interface PageRequest extends CollectionWindow {
  /**
   * Ends the request at once, down to its socket; `fetchPage` then rejects with the signal's reason. It outlives the
   * request: whoever listens to it has to stop listening.
   */
  readonly signal: AbortSignal;
}

/** One request's worth of bars. */
export interface Page {
  /** Ascending by time, all inside the window, each of them closed. May be empty. */
  readonly bars: readonly Bar[];
  /** Where the next page starts, opaque to everybody but the source; null after the last page. */
  readonly nextCursor: string | null;
}

/** Where bars come from: an exchange, real or simulated. */
export interface DataSource {
  readonly name: string;
  readonly kind: SourceKind;
  readonly description: string;
  readonly intervals: readonly BarInterval[];
  /** How many requests the source allows in any minute; a client stays below it by itself. */
  readonly requestsPerMinute: number;
  /** How many of these requests the source counts for a list of its symbols; 1 if it does not say. */
  readonly listingCost?: number;

  /**
   * Makes ready what asking needs. To be called before the first page: from then on a request is on its way when
   * `fetchPage` returns its promise, so that nothing lies between a worker's last look at its gate and the request.
   */
  open(): Promise<void>;

  /** Every symbol the source offers, sorted. @throws SourceError */
  listSymbols(options: { signal: AbortSignal }): Promise<readonly string[]>;

  /**
   * Fetches one page; asks the source exactly once (who retries, and when, is the worker's business).
   * @param cursor where the page starts: null for the first, else the `nextCursor` of the page before it
   * @throws SourceError for whatever the source did wrong; the signal's reason when aborted
   */
  fetchPage(symbol: string, cursor: string | null, request: PageRequest): Promise<Page>;
}
