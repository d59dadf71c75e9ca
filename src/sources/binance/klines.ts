import { z } from 'zod';
import type { Bar, BarInterval } from '../../domain/bar';
import { DECIMAL } from '../decimal';

export const BINANCE_INTERVALS: Readonly<Record<BarInterval, string>> = {
  ONE_MINUTE: '1m',
  FIVE_MINUTES: '5m',
  FIFTEEN_MINUTES: '15m',
  ONE_HOUR: '1h',
  ONE_DAY: '1d',
};

/** Bars per request: Binance's maximum, which has the same weight as a single bar. */
export const KLINES_LIMIT = 1000;

const time = z.int().nonnegative();
const decimal = z.string().regex(DECIMAL);

/** One row of `GET /api/v3/klines` (Binance spot REST API, "Kline/Candlestick data"). */
const kline = z.tuple([
  time, // open time
  decimal, // open
  decimal, // high
  decimal, // low
  decimal, // close
  decimal, // volume
  time, // close time
  decimal, // quote asset volume
  z.int().nonnegative(), // number of trades
  decimal, // taker buy base asset volume
  decimal, // taker buy quote asset volume
  z.string(), // unused
]);

export const klinesBody = z.array(kline).max(KLINES_LIMIT);

export function barOf(row: z.infer<typeof kline>): Bar {
  const [time, open, high, low, close, volume, , quoteVolume, trades, takerVolume] = row;
  return { time, open, high, low, close, volume, quoteVolume, trades, takerVolume };
}
