import type { DataSource, Page, PageRequest } from '../../../src/application/ports/data-source';
import { INTERVAL_MS, type Bar } from '../../../src/domain/bar';
import { ExchangeSource } from '../../../src/sources/exchange/exchange-source';
import { BINANCE_SPOT } from '../../../src/sources/exchanges/binance-spot';
import {
  BinanceReplayServer,
  describeWithRecordings,
  recordedKlines,
  type KlineRow,
} from '../../support/binance-replay-server';
import { onePage } from '../one-page';
import { sourceErrorOf, unaborted } from '../source-error';

const hour = INTERVAL_MS.ONE_HOUR;

describeWithRecordings('Binance spot against recorded answers of Binance', () => {
  let exchange: BinanceReplayServer;
  let source: ExchangeSource;

  beforeEach(async () => {
    exchange = new BinanceReplayServer();
    source = new ExchangeSource(BINANCE_SPOT, await exchange.start());
  });

  afterEach(async () => {
    await source.close();
    await exchange.close();
  });

  it('collects the recorded hours of May and June 2020 in two pages, digit for digit', async () => {
    const recorded = recordedKlines('BTCUSDT', '1h')!.filter(([time]) => time < Date.UTC(2021, 0));
    expect(recorded).toHaveLength(1468);
    const window = { interval: 'ONE_HOUR', from: recorded[0]![0], to: recorded.at(-1)![0] + hour } as const;
    const pages = await allPages(source, { ...window, signal: unaborted });
    expect(pages.map(({ bars }) => bars.length)).toEqual([1000, 468]);
    expect(pages.flatMap(({ bars }) => bars)).toEqual(recorded.map(barOf));
    expect(exchange.klinesQueries.map(({ startTime }) => startTime)).toEqual(['1588280400000', '1591880400000']);
  });

  it('collects the recorded days of 2019 in one page, digit for digit', async () => {
    const recorded = recordedKlines('BTCUSDT', '1d')!;
    const window = { interval: 'ONE_DAY', from: Date.UTC(2019, 0), to: Date.UTC(2020, 0) } as const;
    const pages = await allPages(source, { ...window, signal: unaborted });
    expect(pages).toMatchObject([
      { bars: recorded.map(barOf), quarantined: [], answered: { from: window.from, to: window.to } },
    ]);
    expect(recorded).toHaveLength(365);
  });

  it('finds nothing where nothing was recorded, and says so with a valid empty page', async () => {
    const window = { interval: 'ONE_HOUR', from: 0, to: 1000 * hour, signal: unaborted } as const;
    expect(await source.fetchPage('BTCUSDT', window)).toMatchObject({
      bars: [],
      answered: { from: 0, to: 1000 * hour },
      next: null,
    });
  });

  const day = { interval: 'ONE_DAY', from: Date.UTC(2019, 0), to: Date.UTC(2019, 1), signal: unaborted } as const;

  it('knows an unknown symbol', async () => {
    expect((await sourceErrorOf(source.fetchPage('NOSUCH', day))).code).toBe('BAD_SYMBOL');
  });

  it('knows a rate limit, and that it is over', async () => {
    exchange.refuseNext({ status: 429, times: 2, retryAfter: '13' });
    for (let i = 0; i < 2; i++) {
      const failure = await sourceErrorOf(source.fetchPage('BTCUSDT', day));
      expect(failure).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 13_000 });
    }
    expect((await onePage(source.fetchPage('BTCUSDT', day))).bars).toHaveLength(31);
  });

  it('knows a ban, with its end in the header or only in the recorded message', async () => {
    exchange.refuseNext({ status: 418, retryAfter: '120' });
    const withHeader = await sourceErrorOf(source.fetchPage('BTCUSDT', day));
    expect(withHeader).toMatchObject({ code: 'BANNED', retryAfterMs: 120_000 });
    exchange.refuseNext({ status: 418, retryAfter: null });
    // The recorded ban ended in 2022.
    const withMessage = await sourceErrorOf(source.fetchPage('BTCUSDT', day));
    expect(withMessage).toMatchObject({ code: 'BANNED', retryAfterMs: 0 });
  });

  it('lists what trades and what was halted, sorted', async () => {
    const symbols = await source.listSymbols({ signal: unaborted });
    const one = (name: string) => symbols.find(({ symbol }) => symbol === name);
    expect(one('BTCUSDT')).toEqual({
      symbol: 'BTCUSDT',
      base: 'BTC',
      quote: 'USDT',
      status: 'TRADING',
      listedAt: null,
    });
    expect(one('BCCBTC')).toMatchObject({ status: 'HALTED' });
    expect(symbols.filter(({ status }) => status === 'TRADING')).toHaveLength(12);
    const names = symbols.map(({ symbol }) => symbol);
    expect(names).toEqual([...names].sort());
  });
});

function barOf(row: KlineRow): Bar {
  const [time, open, high, low, close, volume, , quoteVolume, trades, takerVolume] = row;
  return { time, open, high, low, close, volume, quoteVolume, trades, takerVolume } as Bar;
}

async function allPages(source: DataSource, request: PageRequest): Promise<Page[]> {
  const pages: Page[] = [];
  for (let from: number | null = request.from; from !== null; from = pages.at(-1)!.next)
    pages.push(await onePage(source.fetchPage('BTCUSDT', { ...request, from })));
  return pages;
}
