import fc from 'fast-check';
import { alignedDown, alignedUp, INTERVAL_MS, type Bar } from '../../../src/domain/bar';
import { difference, setOf, type TimeRange } from '../../../src/domain/series/time-range';
import { compareDecimals } from '../../../src/sources/decimal';
import { ExchangeSource } from '../../../src/sources/exchange/exchange-source';
import { Market } from '../../support/exchanges/market';
import { CannedServer } from '../canned-server';
import { collect } from '../exchanges/collect';
import { unaborted } from '../source-error';
import { PLAYED } from './described-servers';
import { describedBy } from './described-source';

/** Of the servers. It lies in the past, so their Date is later. */
const NOW = Date.UTC(2025, 5, 15, 12, 34, 56, 789);
const INTERVALS = ['ONE_MINUTE', 'FIFTEEN_MINUTES', 'ONE_HOUR', 'ONE_DAY'] as const;

describe.each(Object.entries(PLAYED))('%s', (_name, { file, symbol, answer }) => {
  const { limit } = file.bars;
  let server: CannedServer;
  let source: ExchangeSource;
  let market: Market;

  beforeAll(async () => {
    server = await CannedServer.start();
    source = new ExchangeSource(await describedBy(file), { baseUrl: server.baseUrl, clock: () => NOW });
    await source.open();
  });
  afterAll(async () => {
    await source.close();
    await server.close();
  });

  function list(listedAt: number, holes: readonly TimeRange[] = []): void {
    const pair = { base: 'BTC', quote: 'USD', status: 'TRADING', listedAt, holes } as const;
    market = new Market(
      [
        { ...pair, symbol },
        { ...pair, symbol: `${symbol}T` },
      ],
      () => NOW,
    );
    server.answer = answer(market);
    server.urls.length = 0;
  }

  /** Windows of up to 2.5 pages that end up to a page before now, with a listing and holes in or before them. */
  const pages = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
  const cases = fc.record({
    interval: fc.constantFrom(...INTERVALS),
    ...{ age: pages(1), length: pages(2.5), listing: pages(2), isListed: fc.boolean() },
    holes: fc.array(fc.record({ at: pages(2.5), length: pages(1.2) }), { maxLength: 3 }),
  });

  test('exactly the bars of the source, with what they prove, in few requests: any window, listing and holes', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ interval, age, length, listing, isListed, holes }) => {
        const span = INTERVAL_MS[interval];
        const end = alignedUp(NOW - age * limit * span, interval);
        const from = alignedDown(end - length * limit * span, interval);
        const window = { from, to: Math.min(end, alignedDown(NOW, interval)) };
        const at = (part: number) => Math.floor(from + part * limit * span);
        // The engine remembers where a symbol has no bars, which never changes; here it does.
        source = new ExchangeSource(await describedBy(file), { baseUrl: server.baseUrl, clock: () => NOW });
        list(
          isListed ? at(-10) : at(listing),
          holes.map((hole) => ({ from: at(hole.at), to: at(hole.at + hole.length) })),
        );
        const collected = await collect(source, symbol, interval, window);
        await source.close();
        expectSame(collected.bars, market.firstBars(symbol, span, window.from, window.to), file.bars.row.trades);
        expect(collected.quarantined).toEqual([]);
        // All is covered, but for a tail of 3 intervals or 15 minutes.
        const tail = alignedDown(NOW - Math.max(3 * span, 15 * 60_000), interval);
        for (const range of difference(setOf([window]), collected.covered))
          expect(range.from).toBeGreaterThanOrEqual(tail);
        const most = Math.ceil((window.to - window.from) / (limit * span));
        expect(server.urls.length).toBeLessThanOrEqual(2 * most + 4 * (holes.length + 1));
      }),
      { numRuns: 30 },
    );
    source = new ExchangeSource(await describedBy(file), { baseUrl: server.baseUrl, clock: () => NOW });
  });

  test('the bar that is running is no bar yet', async () => {
    list(Date.UTC(2025, 0));
    const to = alignedUp(NOW, 'ONE_HOUR');
    const { bars } = await collect(source, symbol, 'ONE_HOUR', { from: to - 5 * INTERVAL_MS.ONE_HOUR, to });
    expect(bars.map(({ time }) => (to - time) / INTERVAL_MS.ONE_HOUR)).toEqual([5, 4, 3, 2]);
  });

  test('a symbol that it does not know', async () => {
    list(Date.UTC(2025, 0));
    const from = Date.UTC(2025, 5, 15);
    const collecting = collect(source, 'NOSUCH', 'ONE_HOUR', { from, to: from + 5 * INTERVAL_MS.ONE_HOUR });
    await expect(collecting).rejects.toMatchObject({ name: 'SourceError', code: 'BAD_SYMBOL' });
  });

  test('its symbols, with base and quote', async () => {
    list(Date.UTC(2025, 0));
    const symbols = await source.listSymbols({ signal: unaborted });
    const [first] = symbols;
    expect(first).toMatchObject({ symbol, base: 'BTC', quote: 'USD' });
    expect(symbols).toHaveLength(file.symbols?.length ?? market.symbols.length);
  });
});

const VALUES = ['open', 'high', 'low', 'close', 'volume'] as const;

/** Exact values, of what the source tells. */
function expectSame(bars: readonly Bar[], truth: readonly Bar[], hasTrades: unknown): void {
  const counted = truth.map(({ time, trades }) => [time, hasTrades === undefined ? null : trades]);
  expect(bars.map(({ time, trades }) => [time, trades])).toEqual(counted);
  for (const [index, bar] of bars.entries())
    for (const value of VALUES) {
      const theirs = truth[index]![value];
      expect([value, bar[value], compareDecimals(bar[value], theirs)]).toEqual([value, bar[value], 0]);
    }
}
