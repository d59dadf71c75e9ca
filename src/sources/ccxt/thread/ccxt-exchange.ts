import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What is used of an exchange of ccxt. */
export interface CcxtExchange {
  readonly name: string;
  readonly has: Readonly<Record<string, unknown>>;
  readonly timeframes: Readonly<Record<string, unknown>> | undefined;
  readonly rateLimit: unknown;
  readonly features: Readonly<Record<string, unknown>> | undefined;
  markets: Readonly<Record<string, CcxtMarket>> | undefined;
  loadMarkets(reload: boolean): Promise<unknown>;
  setMarkets(markets: readonly object[]): unknown;
  fetchOHLCV(symbol: string, timeframe: string, since: number, limit: number): Promise<(readonly unknown[])[]>;
  parseJson(text: string): unknown;
  parseTimeframe(timeframe: string): number;
  fetch2(path: unknown, api: unknown, method: unknown, parameters: unknown, ...rest: unknown[]): Promise<unknown>;
  safeMarketStructure(market: object): object;
  calculateRateLimiterCost(api: unknown, method: unknown, path: unknown, parameters: unknown, config: unknown): unknown;
  featureValueByType(type: unknown, subType: unknown, method: string, value: string): unknown;
}

export interface CcxtMarket {
  readonly symbol?: unknown;
  readonly base?: unknown;
  readonly quote?: unknown;
  readonly active?: unknown;
  readonly created?: unknown;
  readonly type?: unknown;
  readonly subType?: unknown;
}

export type ExchangeClass = new (settings: object) => CcxtExchange;

/** ccxt has no exchange with this name. */
export class UnknownExchange extends Error {}

/**
 * Imports the module of one exchange. By its file: the package exports all exchanges together, which takes ten times as
 * long and as much memory.
 * @param folder of the package
 * @throws UnknownExchange
 */
export async function importExchange(folder: string, name: string): Promise<ExchangeClass> {
  const file = join(folder, 'js', 'src', `${name}.js`);
  if (!existsSync(file)) throw new UnknownExchange(`ccxt has no exchange ${name}`);
  const module = (await import(pathToFileURL(file).href)) as { readonly default: ExchangeClass };
  return module.default;
}

/** Bars of one request where ccxt does not know the exchange's limit. */
const CAUTIOUS_LIMIT = 100;
/** More would be too many rows to hold at once. */
const MOST_BARS = 5_000;

/** Returns the largest number of bars of one request. */
export function mostBars(exchange: CcxtExchange, type: unknown, subType: unknown): number {
  const limit = exchange.featureValueByType(type, subType, 'fetchOHLCV', 'limit');
  return typeof limit === 'number' && limit >= 1 ? Math.min(limit, MOST_BARS) : CAUTIOUS_LIMIT;
}
