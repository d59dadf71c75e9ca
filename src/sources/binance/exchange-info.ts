import { z } from 'zod';

/** Query of `GET /api/v3/exchangeInfo`. The filters reduce a response of many megabytes to a fraction. */
export const EXCHANGE_INFO_QUERY = { symbolStatus: 'TRADING', showPermissionSets: 'false' };

export const exchangeInfoBody = z.object({
  symbols: z.array(z.object({ symbol: z.string().min(1), status: z.string() })).min(1),
});

/**
 * Returns the symbols that trade now, sorted. A halted or delisted symbol (BREAK) is not listed, but its history can
 * still be fetched by name.
 */
export function tradingSymbols({ symbols }: z.infer<typeof exchangeInfoBody>): string[] {
  const trading = symbols.filter(({ status }) => status === 'TRADING');
  return trading.map(({ symbol }) => symbol).sort();
}
