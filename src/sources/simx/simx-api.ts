import { z } from 'zod';
import type { Bar, BarInterval } from '../../domain/bar';
import { DECIMAL } from '../decimal';

/* The protocol between the simulated exchange and its client. Times are milliseconds since the Unix epoch. */
export const SIMX_INTERVALS: Readonly<Partial<Record<BarInterval, string>>> = {
  ...{ ONE_MINUTE: '1m', THREE_MINUTES: '3m', FIVE_MINUTES: '5m', FIFTEEN_MINUTES: '15m', THIRTY_MINUTES: '30m' },
  ...{ ONE_HOUR: '1h', TWO_HOURS: '2h', FOUR_HOURS: '4h', SIX_HOURS: '6h', EIGHT_HOURS: '8h', TWELVE_HOURS: '12h' },
  // No months: their volumes would be no exact integers.
  ...{ ONE_DAY: '1d', ONE_WEEK: '1w' },
};

/** Maximum number of bars per response. */
export const SIMX_PAGE_SIZE = 500;

export const UNKNOWN_SYMBOL = 'UNKNOWN_SYMBOL';

const time = z.int().nonnegative();
const decimal = z.string().regex(DECIMAL);
/** Opening time, open, high, low, close, volume, quote volume, number of trades, volume that takers bought. */
const row = z.tuple([time, decimal, decimal, decimal, decimal, decimal, decimal, z.int().nonnegative(), decimal]);

/**
 * Body of `GET /v1/bars`. `nextFrom` is the start of the next page, null on the last page. `historyFrom` is set if the
 * exchange has no longer what is older.
 */
export const barsBody = z.strictObject({
  symbol: z.string(),
  interval: z.string(),
  bars: z.array(row).max(SIMX_PAGE_SIZE),
  nextFrom: time.nullable(),
  historyFrom: time.nullable(),
});
export type BarsBody = z.infer<typeof barsBody>;

/** Body of `GET /v1/symbols`. */
export const symbolsBody = z.strictObject({ symbols: z.array(z.string().min(1)) });

/** Body of every error response. */
export const refusalBody = z.object({ code: z.string(), message: z.string() });

export type Row = z.infer<typeof row>;

/** @param bar of the simulated market, which knows all values */
export function rowOf({ time, open, high, low, close, volume, quoteVolume, trades, takerVolume }: Bar): Row {
  return [time, open, high, low, close, volume, quoteVolume!, trades!, takerVolume!];
}

export function barOfRow([time, open, high, low, close, volume, quoteVolume, trades, takerVolume]: Row): Bar {
  return { time, open, high, low, close, volume, quoteVolume, trades, takerVolume };
}
