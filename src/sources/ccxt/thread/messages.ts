/* What the service and the thread that runs ccxt tell each other. The thread computes; all requests are sent by the service. */

/** What the thread is asked for. It loads the exchange first, if it has not. */
export type Call = { readonly exchange: string; readonly folder: string } & (
  | { readonly kind: 'TRAITS' }
  | { readonly kind: 'MARKETS' }
  | { readonly kind: 'BARS'; readonly question: BarsQuestion }
);

/** Asks for `limit` bars from `since` on, in milliseconds since the Unix epoch. */
export interface BarsQuestion {
  readonly symbol: string;
  readonly timeframe: string;
  readonly since: number;
  readonly limit: number;
}

/** What is known of an exchange without a request. */
export interface Traits {
  /** Its name for people. */
  readonly title: string;
  readonly hasBars: boolean;
  readonly timeframes: readonly string[];
  /** Milliseconds between two requests of cost 1; null if ccxt does not tell. */
  readonly rateLimitMs: number | null;
  /** What a request for bars costs; null if a trial run did not show it. */
  readonly barsCost: number | null;
  /** The largest number of bars of one request, over all kinds of markets. */
  readonly mostBars: number;
}

/** A market as ccxt lists it. */
export interface Market {
  readonly symbol: string;
  readonly base: string | null;
  readonly quote: string | null;
  readonly isActive: boolean;
  /** When it was listed, in milliseconds since the Unix epoch; null if ccxt does not tell. */
  readonly created: number | null;
  /** The largest number of bars of one request. */
  readonly mostBars: number;
}

/** Bars as the exchange sent them, from `since` on. */
export interface Rows {
  /** Time, open, high, low, close and volume of each; ascending. */
  readonly rows: readonly (readonly unknown[])[];
  /** Where the range begins that the exchange was asked for, as far as its request shows it; null if it does not. */
  readonly askedFrom: number | null;
  /** Where it ends. */
  readonly askedTo: number | null;
  /** Whether the body held an empty list: without rows, only that says that there are none. */
  readonly hasEmptyList: boolean;
}

/** A request that the thread wants to be sent. */
export interface WantedRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** An error of ccxt: the names of its class and of those above it, nearest first. */
export interface CcxtError {
  readonly names: readonly string[];
  readonly message: string;
}

export type ToThread =
  | { readonly kind: 'CALL'; readonly id: number; readonly call: Call }
  /** Nobody waits for the call any more. */
  | { readonly kind: 'DROP'; readonly id: number }
  /** `reply` null: the request failed. */
  | { readonly kind: 'REPLY'; readonly request: number; readonly reply: HttpReply | null };

export type FromThread =
  | { readonly kind: 'DONE'; readonly id: number; readonly result: Traits | readonly Market[] | Rows }
  | { readonly kind: 'FAILED'; readonly id: number; readonly error: CcxtError }
  | { readonly kind: 'REQUEST'; readonly id: number; readonly request: number; readonly wanted: WantedRequest };
