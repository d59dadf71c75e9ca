import { SIMX_INTERVALS } from '../../../src/sources/simx/simx-api';
import fc from 'fast-check';
import type { Page } from '../../../src/application/ports/data-source';
import { alignedDown, INTERVAL_MS, type BarInterval } from '../../../src/domain/bar';
import { barsBetween } from '../../../src/sources/simx/market/prices';
import { SimxServer } from '../../../src/sources/simx/simx-server';
import { SimxSource } from '../../../src/sources/simx/simx-source';
import { CannedServer, json } from '../canned-server';
import { sourceErrorOf, unaborted } from '../source-error';
import { HOUR, NOW, SimxExchange } from './simx-exchange';

const SIMX = Object.keys(SIMX_INTERVALS) as BarInterval[];

describe('SimxSource at the simulated exchange', () => {
  let exchange: SimxExchange;

  beforeEach(async () => {
    exchange = await new SimxExchange({ pageSize: 7, ratePerSecond: 1e6, burst: 1e6 }).start();
  });

  afterEach(() => exchange.close());

  it('says that it is simulated', () => {
    const { source } = exchange;
    expect(source).toMatchObject({ name: 'simx', kind: 'SIMULATED', intervals: SIMX });
    expect(source.description).toContain('Simulated exchange');
  });

  it('lists SIM-001 to SIM-120', async () => {
    const symbols = await exchange.source.listSymbols({ signal: unaborted });
    expect(symbols).toHaveLength(120);
    expect([symbols[0], symbols[119]].map((listed) => listed?.symbol)).toEqual(['SIM-001', 'SIM-120']);
  });

  it('collects page by page just what the market made of any window, and no bar that is still open', async () => {
    const interval = fc.constantFrom(...SIMX);
    const property = fc.asyncProperty(
      interval,
      fc.nat(40),
      fc.nat(60_000),
      fc.nat(40),
      async (interval, ago, odd, span) => {
        const from = NOW - ago * INTERVAL_MS[interval] - odd;
        const to = from + (span + 1) * INTERVAL_MS[interval];
        const closed = Math.min(to, alignedDown(NOW, interval));
        const pages = await walk(interval, from, to);
        expect(pages.flatMap(({ bars }) => bars)).toEqual(barsBetween(1, 'SIM-007', interval, from, closed));
        for (const page of pages.slice(0, -1)) expect(page.bars).toHaveLength(7);
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  it('fetches no page twice', async () => {
    await walk('ONE_HOUR', NOW - 100 * HOUR, NOW);
    const starts = exchange.server.requests.map(({ from }) => from);
    expect(starts).toHaveLength(Math.ceil(100 / 7));
    expect(new Set(starts).size).toBe(starts.length);
  });

  it('gets the open bar once it has closed', async () => {
    const window = { from: NOW - HOUR, to: NOW + 5 * HOUR };
    exchange.now = NOW + HOUR - 1;
    expect((await exchange.fetchPage('SIM-001', window)).bars).toHaveLength(1);
    exchange.now = NOW + HOUR;
    expect(await exchange.fetchPage('SIM-001', window)).toMatchObject({ bars: { length: 2 }, next: null });
  });

  it('finds an empty page where all is still to come', async () => {
    const page = await exchange.fetchPage('SIM-001', { from: NOW, to: NOW + 9 * HOUR });
    expect(page).toMatchObject({ bars: [], quarantined: [], next: null, asOf: NOW });
  });

  it('knows an unknown symbol', async () => {
    const failure = await sourceErrorOf(exchange.fetchPage('SIM-121'));
    expect(failure.code).toBe('BAD_SYMBOL');
    expect(failure.message).toContain('simulated exchange');
  });

  async function walk(interval: BarInterval, from: number, to: number): Promise<Page[]> {
    const pages: Page[] = [];
    for (let start: number | null = from; start !== null; start = pages.at(-1)!.next)
      pages.push(await exchange.fetchPage('SIM-007', { interval, from: start, to }));
    return pages;
  }
});

describe('SimxSource at something that answers otherwise', () => {
  let server: CannedServer;
  let source: SimxSource;

  beforeEach(async () => {
    server = await CannedServer.start();
    source = new SimxSource({ baseUrl: server.baseUrl, ratePerSecond: 10, clock: () => NOW });
  });

  afterEach(async () => {
    await source.close();
    await server.close();
  });

  const from = NOW - 10 * HOUR;
  const row = (time: number, close = '2') => [time, '2', '3', '1', close, '0', '0', 0, '0'];
  const bars = [row(from), row(from + HOUR)];
  const good = { symbol: 'SIM-001', interval: '1h', bars, nextFrom: null, historyFrom: null };

  function fetchPage(body: unknown): Promise<Page> {
    server.answer = json(200, body);
    return source.fetchPage('SIM-001', { interval: 'ONE_HOUR', from, to: NOW, signal: unaborted });
  }

  it('accepts what is right', async () => {
    expect((await fetchPage(good)).bars).toHaveLength(2);
    expect((await fetchPage({ ...good, nextFrom: from + 5 * HOUR })).next).toBe(from + 5 * HOUR);
  });

  it('drops a bar that is still open, and no page comes after it', async () => {
    server.answer = json(200, { ...good, bars: [row(NOW - HOUR), row(NOW)], nextFrom: NOW + HOUR });
    const window = { interval: 'ONE_HOUR', from, to: NOW + 9 * HOUR, signal: unaborted } as const;
    const page = await source.fetchPage('SIM-001', window);
    expect(page).toMatchObject({ bars: [{ time: NOW - HOUR }], next: null });
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['no bars', { ...good, bars: undefined }],
    ['a field too many', { ...good, more: 1 }],
    ['another symbol', { ...good, symbol: 'SIM-002' }],
    ['another interval', { ...good, interval: '1d' }],
    ['a row too short', { ...good, bars: [row(from).slice(0, 5)] }],
    ['a price as a number', { ...good, bars: [row(from).with(1, 2)] }],
    ['a bar outside', { ...good, bars: [row(NOW)] }],
    ['a next page that starts within this one', { ...good, nextFrom: from + HOUR }],
    ['a next page behind the window', { ...good, nextFrom: NOW }],
  ])('%s is BAD_RESPONSE, never empty', async (_what, body) => {
    expect((await sourceErrorOf(fetchPage(body))).code).toBe('BAD_RESPONSE');
  });

  it('stays a little below the rate it is granted', () => {
    expect(source.requestsPerMinute).toBe(570);
  });
});

it.each([{ seed: 0.5 }, { latencyMs: -1 }, { ratePerSecond: 0 }, { burst: 0 }, { pageSize: 501 }])(
  'the simulated exchange refuses the setting %j',
  (setting) => {
    const settings = { seed: 1, latencyMs: 0, ratePerSecond: 1, burst: 1 };
    expect(() => new SimxServer({ ...settings, ...setting })).toThrow(Object.keys(setting)[0]);
  },
);
