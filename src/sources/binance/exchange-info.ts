import { z } from 'zod';

/**
 * Query of `GET /api/v3/exchangeInfo`: without the other statuses and the permission sets the answer is a fraction of
 * its many megabytes.
 */
export const EXCHANGE_INFO_QUERY = { symbolStatus: 'TRADING', showPermissionSets: 'false' };

export const exchangeInfoBody = z.object({
  symbols: z.array(z.object({ symbol: z.string().min(1), status: z.string() })).min(1),
});

/**
 * The symbols that trade now, sorted. One that was halted or delisted (BREAK) is not offered, but its history can
 * still be fetched by name.
 */
export function tradingSymbols({ symbols }: z.infer<typeof exchangeInfoBody>): string[] {
  const trading = symbols.filter(({ status }) => status === 'TRADING');
  return trading.map(({ symbol }) => symbol).sort();
}
