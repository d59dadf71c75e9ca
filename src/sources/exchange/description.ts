import type { SourceSymbol } from '../../application/ports/data-source';
import type { BarInterval } from '../../domain/bar';
import type { TimeRange } from '../../domain/series/time-range';
import type { SourceFailureCode } from '../../domain/source-failure';
import type { Query } from '../http/http-client';
import type { UseReader } from './address-use';
import type { Columns } from './row-reader';

/**
 * What an exchange does, as its documents say it. One engine (ExchangeSource) reads it; a new source is a new
 * description.
 */
export interface ExchangeDescription {
  /** Name of the source. */
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  readonly baseUrl: string;
  /** Requests for bars that the exchange allows an address in a minute. A fifth of them is left to others. */
  readonly requestsPerMinute: number;
  readonly bars: BarsRoute;
  readonly symbols: SymbolsRoute | FixedSymbols;
  readonly errors: ErrorRules;
  /** Reads from an answer what the address has used of the limit; default: the exchange does not tell. */
  readonly use?: UseReader;
  /** Whether prices are JSON numbers. They are read as text then, so that no digit is lost. */
  readonly hasNumbers?: true;
  /** No symbol has a bar that opens before this, in milliseconds since the Unix epoch; default 2010. */
  readonly earliest?: number;
  /** Headers of each request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Texts of headers and queries that must be told nobody: they are cut out of whatever the exchange sends. */
  readonly secrets?: readonly string[];
  /** Environment variables that are needed, and not set: the source cannot be asked. */
  readonly unsetVariables?: readonly string[];
}

/** A request for bars, in the exchange's terms. */
export interface BarsQuestion extends TimeRange {
  readonly symbol: string;
  /** As the exchange names it. */
  readonly interval: string;
  readonly barInterval: BarInterval;
  /** The last opening time in the range. */
  readonly last: number;
  /** Whole intervals between the start of the range and now. */
  readonly barsBack: number;
}

export interface Route {
  readonly path: string;
  readonly query: Query;
}

/** How the exchange serves bars. */
export interface BarsRoute {
  /** Number of bars that one request is sure to return, if there are as many. */
  readonly limit: number;
  /** The largest number of rows that it returns; default `limit`. More for an exchange that may send a row twice. */
  readonly mostRows?: number;
  readonly intervals: Readonly<Partial<Record<BarInterval, string>>>;
  /** The range of the question, `to` exclusive, in the terms of the exchange. Must ask for as many rows as come. */
  readonly route: (question: BarsQuestion) => Route;
  /** Takes the rows out of an answer. @throws ZodError, or a SourceError */
  readonly rows: (body: unknown, question: BarsQuestion) => readonly unknown[];
  readonly columns: Columns | ((symbol: string) => Columns);
  /** Makes of a row what the columns apply to; default: the row as it is. */
  readonly prepare?: (row: unknown, question: BarsQuestion) => unknown;
  readonly order: 'ASCENDING' | 'DESCENDING';
  readonly paging: Paging;
  /** Rows that the exchange sends although they lie outside of the range. Others are an error. */
  readonly strays?: 'BEFORE' | 'AFTER' | 'BOTH';
  /** Whether an answer, in ascending order, says itself that it ends before the range does; default: never. */
  readonly isPart?: (body: unknown) => boolean;
  /** Milliseconds from the end of a bar of so many until the exchange changes it no more; default 0. */
  readonly finalAfterMs?: (interval: BarInterval) => number;
  /** Number of bars that the exchange still serves, counted back from now and with the running one; default: all. */
  readonly reach?: number;
}

/**
 * How a range of more bars than a page holds is asked for.
 *
 * - SHORT_PAGE_IS_LAST: as a whole. The exchange sends the first rows of it, and fewer than `limit` are all that there
 *   are: it guarantees that.
 * - FIRST_ROWS: as a whole. The exchange sends the first rows of it, and may send fewer than there are.
 * - WINDOWS: in windows that a page can hold, as the exchange refuses larger ones.
 * - WINDOWS_OR_EMPTY: in windows that a page can hold. A larger one is accepted; that it is empty is proved so.
 * - WINDOWS_OR_DAYS: as WINDOWS. That a long time is empty is proved by the bars of days.
 */
export type Paging = 'SHORT_PAGE_IS_LAST' | 'FIRST_ROWS' | 'WINDOWS' | 'WINDOWS_OR_EMPTY' | 'WINDOWS_OR_DAYS';

/** How the exchange lists its symbols. */
export interface SymbolsRoute extends Route {
  /** Whether the list says when the trading of a symbol began. */
  readonly tellsListing?: true;
  /** Number of requests for bars that the exchange counts for one for symbols; default 1. */
  readonly cost?: number;
  /** @throws ZodError */
  readonly read: (body: unknown) => readonly SourceSymbol[];
  /** Further parameters of the request for the rest of the list; null if there is none. Default: none. */
  readonly next?: (body: unknown) => Query | null;
}

/** Symbols that are known without a request. */
export interface FixedSymbols {
  /** Sorted, each once. */
  readonly listed: readonly SourceSymbol[];
}

/** How the exchange tells errors. Where no rule applies, the HTTP status decides. */
export interface ErrorRules {
  /** Finds the error in a body, with whatever status: its code and message in one text; null if the body has none. */
  readonly find: (body: unknown) => string | null;
  readonly rules: readonly ErrorRule[];
}

export interface ErrorRule {
  /** Applies to the error found, or to the whole body if none is found. */
  readonly when: RegExp;
  /** Only with this HTTP status. */
  readonly status?: number;
  readonly code: SourceFailureCode;
  /** The rest that the exchange asks for, in milliseconds, where it does not say so itself. */
  readonly restMs?: number;
  /** Finds the end of the rest in the text, in milliseconds since the Unix epoch. */
  readonly until?: RegExp;
}
