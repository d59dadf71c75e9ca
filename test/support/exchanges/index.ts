import { binanceSpot } from './binance-spot';
import { binanceUsdm } from './binance-usdm';
import { bitfinex } from './bitfinex';
import { bitstamp } from './bitstamp';
import { bybit } from './bybit';
import { coinbase } from './coinbase';
import type { ExchangeOptions, ExchangeServer } from './exchange-server';
import { gate } from './gate';
import { kraken } from './kraken';
import { kucoin } from './kucoin';
import type { Market } from './market';
import { okx } from './okx';

export type StartExchange = (market: Market, options?: ExchangeOptions) => Promise<ExchangeServer>;

/** The exchanges, by the names of the sources. Bybit has one server for both of its markets. */
export const EXCHANGES = {
  binance: binanceSpot,
  'binance-usdm': binanceUsdm,
  bybit,
  'bybit-linear': bybit,
  okx,
  coinbase,
  kraken,
  kucoin,
  bitstamp,
  gate,
  bitfinex,
} as const satisfies Record<string, StartExchange>;
