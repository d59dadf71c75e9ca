import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { DataSource } from '../../src/application/ports/data-source';
import { BinanceSource } from '../../src/sources/binance/binance-source';
import { SimxSource } from '../../src/sources/simx/simx-source';
import { CannedServer, json } from './canned-server';

const SOURCES = [
  ['simx', (baseUrl: string) => new SimxSource({ baseUrl, ratePerSecond: 100 })],
  ['binance', (baseUrl: string) => new BinanceSource({ baseUrl })],
] as const;

/** Otherwise a pause could be answered between the worker's last check of its gate and the request. */
test.each(SOURCES)('a request to %s is made before fetchPage returns', async (_, sourceAt) => {
  const server = await CannedServer.start();
  server.answer = json(200, []);
  const source: DataSource & { close(): Promise<void> } = sourceAt(server.baseUrl);
  let made = 0;
  const count = () => void made++;
  subscribe('undici:request:create', count);
  await source.open();
  const stop = new AbortController();
  const window = { interval: 'ONE_HOUR', from: 0, to: 3_600_000 } as const;
  const page = source.fetchPage('BTCUSDT', { ...window, signal: stop.signal });
  const madeAtOnce = made;
  stop.abort();
  await page.catch(() => undefined);
  unsubscribe('undici:request:create', count);
  await source.close();
  await server.close();
  expect(madeAtOnce).toBe(1);
});
