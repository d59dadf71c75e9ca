import type { DataSource } from '../../src/application/ports/data-source';
import { ExchangeSource } from '../../src/sources/exchange/exchange-source';
import { BINANCE_SPOT } from '../../src/sources/exchanges/binance-spot';

/** The source of the service. */
export function binanceAt(baseUrl: string): DataSource & { close(): Promise<void> } {
  return new ExchangeSource(BINANCE_SPOT, { baseUrl });
}
