import type { DataSource } from './application/ports/data-source';
import type { Config } from './config';
import { BinanceSource } from './sources/binance/binance-source';
import { SimxServer } from './sources/simx/simx-server';
import { SimxSource } from './sources/simx/simx-source';

export interface ServiceSources {
  readonly byName: ReadonlyMap<string, DataSource>;
  close(): Promise<void>;
}

/** Opens the sources of this service. Also starts the simulated exchange, unless it runs elsewhere. */
export async function openSources({
  simx,
  binanceBaseUrl,
  sourceTimeoutMs: deadlineMs,
}: Config): Promise<ServiceSources> {
  const server = simx.baseUrl === undefined ? new SimxServer(simx) : null;
  const baseUrl = simx.baseUrl ?? (await server!.start()).baseUrl;
  const sources = [
    new SimxSource({ baseUrl, exchange: server, ratePerSecond: simx.ratePerSecond, deadlineMs }),
    new BinanceSource({ baseUrl: binanceBaseUrl, deadlineMs }),
  ];
  return {
    byName: new Map<string, DataSource>(sources.map((source) => [source.name, source])),
    close: async () => {
      for (const source of sources) await source.close();
      await server?.close();
    },
  };
}
