import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '../../../src/application/ports/data-source';
import { Archive } from '../../../src/sources/archive/archive';
import { ArchivedSource } from '../../../src/sources/archive/archived-source';
import { BINANCE_ARCHIVE_LIMITS } from '../../../src/sources/archive/binance-archive';
import { ExchangeSource } from '../../../src/sources/exchange/exchange-source';
import { BINANCE_SPOT } from '../../../src/sources/exchanges/binance-spot';
import { archivedMarket } from '../../support/archive/binance-with-archive';
import { zipOf } from '../../support/archive/zip';
import { CannedServer, json } from '../canned-server';
import { unaborted } from '../source-error';

const MINUTE = 60_000;
const NOW = Date.UTC(2025, 5, 20, 12, 34, 56);
const WINDOW = { from: Date.UTC(2020, 5, 1), to: Date.UTC(2025, 5, 20) };

/** Values that tell the time, and cost next to nothing to make: the whole is 2.7 million bars. */
const valuesAt = (time: number) => `${time / MINUTE}.5,${time / MINUTE}.75,${time / MINUTE}.25,${time / MINUTE}.5,1.5`;
const rowAt = (time: number) => `${time},${valuesAt(time)},${time + MINUTE - 1},2.5,7,0.5,0.25,0`;

test('five years of one-minute bars of a symbol come with 200 requests', async () => {
  const zips = new Map<string, Promise<Buffer>>();
  const server = await CannedServer.start((request, response) => void answer(request, response, zips));
  const folder = await mkdtemp(join(tmpdir(), 'sluice-five-years-'));
  const { baseUrl } = server;
  const warn = jest.fn();
  const archive = new Archive(BINANCE_ARCHIVE_LIMITS, { baseUrl, folder, log: { warn } });
  const exchange = new ExchangeSource(BINANCE_SPOT, { baseUrl, clock: () => NOW });
  const source = new ArchivedSource(exchange, archive, archivedMarket('binance'), () => NOW);
  try {
    await source.open();
    let next: number | null = WINDOW.from;
    let largest = 0;
    while (next !== null) {
      const range = { interval: 'ONE_MINUTE', from: next, to: WINDOW.to, signal: unaborted } as const;
      const page: Page | 'ASK_AGAIN' = await source.fetchPage('BTCUSDT', range);
      if (page === 'ASK_AGAIN') continue;
      largest = Math.max(largest, page.bars.length);
      expectWhole(page, next);
      next = page.next;
    }
    expect(largest).toBe(1_000);
    expect(warn).not.toHaveBeenCalled();
    const isOfExchange = (url: string) => url.startsWith('/api/');
    // The months, and the days of the last one: 20 of 1,440 minutes.
    expect(server.urls.filter((url) => !isOfExchange(url))).toHaveLength(60 * 2);
    expect(server.urls.filter(isOfExchange)).toHaveLength(Math.ceil((19 * 1_440) / 1_000));
    expect(server.urls.length).toBeLessThanOrEqual(200);
  } finally {
    await source.close();
    await archive.close();
    await server.close();
    await rm(folder, { recursive: true });
  }
});

/** Expects every bar from `from` on, as far as the page has answered. */
function expectWhole({ bars, answered, quarantined }: Page, from: number): void {
  expect([answered.from, answered.to, quarantined]).toEqual([from, from + bars.length * MINUTE, []]);
  const isRight = bars.every(({ time, open, high, low, close, volume }, index) => {
    return time === from + index * MINUTE && valuesAt(time) === [open, high, low, close, volume].join();
  });
  expect(isRight).toBe(true);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  zips: Map<string, Promise<Buffer>>,
): Promise<void> {
  const url = new URL(request.url ?? '', 'http://exchange');
  if (url.pathname === '/api/v3/klines') {
    const { startTime, endTime } = Object.fromEntries(url.searchParams);
    const rows = rowsOf(Number(startTime), Math.min(Number(endTime) + 1, Number(startTime) + 1_000 * MINUTE));
    return json(200, rows.map(asKline))(request, response);
  }
  const [, name, year, month] = /\/(BTCUSDT-1m-(\d{4})-(\d\d))\.zip/.exec(url.pathname) ?? [];
  if (!name) return void response.writeHead(404).end();
  const text = () =>
    rowsOf(Date.UTC(Number(year), Number(month) - 1), Date.UTC(Number(year), Number(month))).join('\n');
  const zip = await (zips.get(name) ?? zipOf({ [`${name}.csv`]: text() }));
  const isChecksum = url.pathname.endsWith('.CHECKSUM');
  // Kept from one request to the next only.
  if (isChecksum) zips.set(name, Promise.resolve(zip));
  else zips.delete(name);
  response.end(isChecksum ? `${createHash('sha256').update(zip).digest('hex')}  ${name}.zip\n` : zip);
}

function rowsOf(from: number, to: number): string[] {
  return Array.from({ length: (to - from) / MINUTE }, (_, n) => rowAt(from + n * MINUTE));
}

/** Times and counts are numbers, all other values texts. */
function asKline(row: string): (string | number)[] {
  return row.split(',').map((value, place) => ([0, 6, 8].includes(place) ? Number(value) : value));
}
