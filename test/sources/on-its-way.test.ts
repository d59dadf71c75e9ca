import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { DataSource } from '../../src/application/ports/data-source';
import { ExchangeSource } from '../../src/sources/exchange/exchange-source';
import { EXCHANGES } from '../../src/sources/exchanges';
import { SimxSource } from '../../src/sources/simx/simx-source';
import { CannedServer, json } from './canned-server';

type Source = DataSource & { close(): Promise<void> };

const SOURCES: [string, (baseUrl: string) => Source][] = [
  ['simx', (baseUrl) => new SimxSource({ baseUrl, ratePerSecond: 100 })],
  ...EXCHANGES.map((exchange): [string, (baseUrl: string) => Source] => [
    exchange.name,
    // Some do not serve as old bars as this test asks for.
    (baseUrl) => new ExchangeSource(exchange, { baseUrl, clock: () => 7_200_000 }),
  ]),
];

/** Otherwise a pause could be answered between the worker's last check of its gate and the request. */
test.each(SOURCES)('a request to %s is made before fetchPage returns', async (_, sourceAt) => {
  const server = await CannedServer.start();
  server.answer = json(200, []);
  const source = sourceAt(server.baseUrl);
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
