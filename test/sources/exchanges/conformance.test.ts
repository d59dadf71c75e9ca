import fc from 'fast-check';
import { EXCHANGES } from '../../../src/sources/exchanges';
import { ExchangeSource } from '../../../src/sources/exchange/exchange-source';
import type { ExchangeDescription } from '../../../src/sources/exchange/description';
import { alignedDown, alignedUp, INTERVAL_MS, type Bar, type BarInterval } from '../../../src/domain/bar';
import { difference, setOf, type TimeRange } from '../../../src/domain/series/time-range';
import { compareDecimals } from '../../../src/sources/decimal';
import { EXCHANGES as SERVERS } from '../../support/exchanges';
import type { ExchangeServer } from '../../support/exchanges/exchange-server';
import { Market } from '../../support/exchanges/market';
import { collect } from './collect';
import { SYMBOLS } from './symbols';

/** More with every run of the suite: the seed is another one each time. */
const RUNS = 5;
/** Of every exchange. It lies in the past, so the Date of the servers is later. */
const NOW = Date.UTC(2025, 5, 15, 12, 34, 56, 789);
const INTERVALS = ['ONE_MINUTE', 'FIFTEEN_MINUTES', 'ONE_HOUR', 'ONE_DAY'] as const;

interface Case {
  readonly interval: BarInterval;
  readonly window: TimeRange;
  readonly listedAt: number;
  readonly holes: readonly TimeRange[];
}

/** Windows of up to 2.5 pages that end up to a page before now, with a listing and holes in or before them. */
function caseOf({ bars }: ExchangeDescription): fc.Arbitrary<Case> {
  const pages = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
  return fc
    .record({
      interval: fc.constantFrom(...INTERVALS),
      ...{ age: pages(1), length: pages(2.5), listing: pages(2), isListed: fc.boolean() },
      holes: fc.array(fc.record({ at: pages(2.5), length: pages(1.2) }), { maxLength: 3 }),
    })
    .map(({ interval, age, length, listing, isListed, holes }) => {
      const pageMs = Math.min(bars.limit, 1_000) * INTERVAL_MS[interval];
      const to = alignedUp(NOW - age * pageMs, interval);
      const from = alignedDown(to - length * pageMs, interval);
      return {
        interval,
        window: { from, to: Math.min(to, alignedDown(NOW, interval)) },
        listedAt: isListed ? from - 10 * pageMs : Math.floor(from + listing * pageMs),
        holes: holes.map((hole) => {
          const start = Math.floor(from + hole.at * pageMs);
          return { from: start, to: Math.ceil(start + hole.length * pageMs) };
        }),
      };
    });
}

describe.each(EXCHANGES.map((exchange) => [exchange.name, exchange] as const))('%s', (name, exchange) => {
  let market: Market;
  let server: ExchangeServer;
  let source: ExchangeSource;

  async function list(listedAt: number, holes: readonly TimeRange[] = []): Promise<void> {
    await close();
    const { base, quote } = SYMBOLS[name]!;
    const listed = { symbol: known, base, quote, status: 'TRADING', listedAt, holes } as const;
    market = new Market([listed], () => NOW);
    // Of those who do so at times, one does it always.
    server = await SERVERS[name as keyof typeof SERVERS](market, { repeatRows: true });
    source = new ExchangeSource(exchange, { baseUrl: server.baseUrl, clock: () => NOW });
    await source.open();
  }
  const close = async () => {
    await source?.close();
    await server?.close();
  };
  afterAll(close);
  const { symbol, listed: known = symbol } = SYMBOLS[name]!;

  /** What the exchange sends of a bar. */
  function sent(bar: Bar): Bar {
    const { columns } = exchange.bars;
    const { quoteVolume, trades, takerVolume } = typeof columns === 'function' ? columns(symbol) : columns;
    const { quoteVolume: q, trades: t, takerVolume: v } = bar;
    const told = <T>(place: unknown, value: T) => (place === undefined ? null : value);
    return { ...bar, quoteVolume: told(quoteVolume, q), trades: told(trades, t), takerVolume: told(takerVolume, v) };
  }

  test('exactly the bars of the exchange, with what they prove, in few requests: any window, listing and holes', async () => {
    await fc.assert(
      fc.asyncProperty(caseOf(exchange), async ({ interval, window, listedAt, holes }) => {
        await list(listedAt, holes);
        const span = INTERVAL_MS[interval];
        const served = { from: Math.max(window.from, reachFrom(exchange, interval)), to: window.to };
        const truth = market.firstBars(known, span, served.from, served.to).map(sent);
        const collected = await collect(source, symbol, interval, window);
        expectSame(collected.bars, truth);
        expect(collected.quarantined).toEqual([]);
        // All that is served is covered, but for a tail of 3 intervals or 15 minutes.
        const unproved = difference(setOf([served]), collected.covered);
        const tail = alignedDown(NOW - Math.max(3 * span, 15 * 60_000), interval);
        for (const range of unproved) expect(range.from).toBeGreaterThanOrEqual(tail);
        expect(collected.outOfReach).toEqual(setOf([{ from: window.from, to: Math.min(window.to, served.from) }]));
        const pages = Math.ceil((window.to - window.from) / (Math.min(exchange.bars.limit, 1_000) * span));
        expect(server.requests.length).toBeLessThanOrEqual(2 * pages + 4 * (holes.length + 1));
      }),
      { numRuns: RUNS },
    );
  });

  test('ten years of minutes before the listing cost a dozen requests; none, where they are out of reach', async () => {
    const listedAt = Date.UTC(2025, 2, 3, 10, 17);
    await list(listedAt);
    const window = { from: Date.UTC(2015, 2, 3), to: listedAt + 20 * 60_000 };
    const { bars, covered } = await collect(source, symbol, 'ONE_MINUTE', window);
    if (exchange.bars.reach !== undefined) return expect(server.requests).toEqual([]);
    expect(bars).toHaveLength(20);
    expect(covered).toEqual([{ from: window.from, to: alignedDown(window.to, 'ONE_MINUTE') }]);
    // The days are looked at page by page. Where they are the proof, each page of them is asked for twice.
    const looks = Math.ceil(3_653 / exchange.bars.limit);
    expect(server.requests.length).toBeLessThanOrEqual(
      10 + (exchange.bars.paging === 'WINDOWS_OR_DAYS' ? 2 : 1) * looks,
    );
  });

  test('the bar that is running is no bar yet', async () => {
    await list(Date.UTC(2025, 0));
    const to = alignedUp(NOW, 'ONE_HOUR');
    const { bars } = await collect(source, symbol, 'ONE_HOUR', { from: to - 5 * INTERVAL_MS.ONE_HOUR, to });
    expect(bars.map(({ time }) => (to - time) / INTERVAL_MS.ONE_HOUR)).toEqual([5, 4, 3, 2]);
  });

  test('a symbol that it does not know', async () => {
    await list(Date.UTC(2025, 0));
    const unknown = SYMBOLS[name]!.unknown;
    const from = Date.UTC(2025, 5, 15);
    const failure = await collect(source, unknown, 'ONE_HOUR', { from, to: from + 5 * INTERVAL_MS.ONE_HOUR }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ name: 'SourceError', code: 'BAD_SYMBOL' });
  });

  test('its symbols, with what it tells of them', async () => {
    await list(Date.UTC(2025, 0));
    const { base, quote } = SYMBOLS[name]!;
    const signal = new AbortController().signal;
    expect(await source.listSymbols({ signal })).toMatchObject([{ symbol, base, quote, status: 'TRADING' }]);
  });
});

function reachFrom({ bars: { reach } }: ExchangeDescription, interval: BarInterval): number {
  return reach === undefined ? -Infinity : alignedDown(NOW, interval) - (reach - 1) * INTERVAL_MS[interval];
}

const DECIMALS = ['open', 'high', 'low', 'close', 'volume', 'quoteVolume', 'takerVolume'] as const;

/** Exact values. An exchange that sends numbers leaves zeros at the end out. */
function expectSame(bars: readonly Bar[], truth: readonly Bar[]): void {
  expect(bars.map(({ time, trades }) => [time, trades])).toEqual(truth.map(({ time, trades }) => [time, trades]));
  for (const [index, bar] of bars.entries())
    for (const value of DECIMALS) {
      const [ours, theirs] = [bar[value], truth[index]![value]];
      if (ours === null || theirs === null) expect(ours).toBe(theirs);
      else expect([value, ours, compareDecimals(ours, theirs)]).toEqual([value, ours, 0]);
    }
}
