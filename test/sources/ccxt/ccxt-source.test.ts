import type { DataSource, Page } from '../../../src/application/ports/data-source';
import { sharedAbort } from '../../../src/async/shared-abort';
import type { Bar } from '../../../src/domain/bar';
import { CcxtSources } from '../../../src/sources/ccxt/ccxt-sources';
import { eventually } from '../../support/eventually';
import { json, text, type Answer } from '../canned-server';
import { sourceErrorOf } from '../source-error';
import { CCXT, describeWithCcxt } from './installed';
import { binance, bitget, endless, HOUR, kraken, mexc, PlayedExchange, type Play } from './played-exchange';

const unaborted = sharedAbort().signal;
/** The deadline closes no socket before a test ends. */
const NO_DEADLINE_MS = 600_000;
const START = Date.UTC(2024, 0, 10);

const CASES = [
  { name: 'bitget', play: bitget, symbol: 'BTC/USDT', perPage: 200, lists: 9 },
  { name: 'mexc', play: mexc, symbol: 'BTC/USDT:USDT', perPage: 2_000, lists: 2 },
  { name: 'binance', play: binance, symbol: 'BTC/USDT', perPage: 1_000, lists: 3 },
];

/** Ends the connection in the middle of the body. */
const half: Answer = (_request, response) => {
  response.writeHead(200, { 'content-length': '100' }).write('[[1');
  response.socket!.end();
};

describeWithCcxt('a source of ccxt', () => {
  let exchange: PlayedExchange;
  let sources: CcxtSources;
  let source: DataSource;

  async function open(name: string, play: Play): Promise<void> {
    exchange = await PlayedExchange.start(play);
    const sourceUrls = new Map([[`ccxt:${name}`, exchange.url]]);
    sources = new CcxtSources({ sourceUrls, deadlineMs: NO_DEADLINE_MS, folder: () => CCXT });
    source = (await sources.load(`ccxt:${name}`))!;
    await source.open();
  }

  afterEach(async () => {
    await sources.close();
    await exchange.server.close();
  });

  /** Asks until the source need not be asked again, as a worker does. */
  async function page(symbol: string, from: number, to: number, signal = unaborted): Promise<Page> {
    for (let asked = 0; asked < 30; asked++) {
      const answer = await source.fetchPage(symbol, { interval: 'ONE_HOUR', from, to, signal });
      if (answer !== 'ASK_AGAIN') return answer;
    }
    throw new Error('the source wants to be asked for ever');
  }

  /** All pages of a range. */
  async function pages(symbol: string, from: number, to: number): Promise<Page[]> {
    const all: Page[] = [];
    for (let at: number | null = from; at !== null; at = all.at(-1)!.next) all.push(await page(symbol, at, to));
    return all;
  }

  function collected(all: readonly Page[]): Bar[] {
    return all.flatMap(({ bars }) => bars);
  }

  function sent(from: number, to: number): Bar[] {
    return exchange.times(from, to).map((time) => {
      const [open, high, low, close, volume] = exchange.bars.get(time)!;
      return { time, open, high, low, close, volume, quoteVolume: null, trades: null, takerVolume: null };
    });
  }

  describe.each(CASES)('$name', ({ name, play, symbol, perPage, lists }) => {
    beforeEach(() => open(name, play));

    test('sends all bars of several pages, each with its digits, and lists the markets once', async () => {
      const to = START + Math.ceil(perPage * 2.5) * HOUR;
      exchange.fill(START, to + 10 * HOUR);
      const all = await pages(symbol, START, to);
      expect(collected(all)).toEqual(sent(START, to));
      expect(exchange.asked.length).toBeLessThanOrEqual(4);
      expect(exchange.listed).toHaveLength(lists);
    });

    test('a hole is answered by the bars around it, and by nothing else', async () => {
      const [holeFrom, holeTo] = [START + 50 * HOUR, START + 90 * HOUR];
      exchange.fill(START, holeFrom);
      exchange.fill(holeTo, START + 120 * HOUR);
      const all = await pages(symbol, START, START + 100 * HOUR);
      expect(collected(all)).toEqual(sent(START, START + 100 * HOUR));
      expect(all.every(({ outOfReach }) => outOfReach === null)).toBe(true);
      expect(all.at(-1)!.answered.to).toBe(START + 100 * HOUR);
    });

    test('years before the first bar are out of reach, not empty, and cost a few requests', async () => {
      const from = START - 3 * 365 * 24 * HOUR;
      exchange.fill(START, START + 30 * HOUR);
      exchange.bars.set(START + 30 * HOUR, ['1', '1', '1', '1', '1']);
      const all = await pages(symbol, from, START + 20 * HOUR);
      expect(collected(all)).toEqual(sent(START, START + 20 * HOUR));
      expect(all.filter(({ answered }) => answered.from < START && answered.from < answered.to)).toEqual([]);
      expect(all.flatMap(({ outOfReach }) => outOfReach ?? []).at(-1)!.to).toBe(START);
      expect(exchange.asked.length).toBeLessThan(40);
    });

    test('an unknown symbol costs no request beyond the list', async () => {
      expect((await sourceErrorOf(page('NO/SUCH', START, START + HOUR))).code).toBe('BAD_SYMBOL');
      expect(exchange.asked).toHaveLength(0);
      expect(exchange.listed).toHaveLength(lists);
    });
  });

  test('no bar is lost where the exchange is asked for less than it is said to send', async () => {
    await open('mexc', mexc);
    const sparse = [0, 1, 2, 300, 1_100, 1_101, 1_900, 2_700, 2_701];
    for (const hour of sparse) exchange.fill(START + hour * HOUR, START + (hour + 1) * HOUR);
    const all = await pages('BTC/USDT', START, START + 2_702 * HOUR);
    expect(collected(all)).toEqual(sent(START, START + 2_702 * HOUR));
    expect(all.every(({ outOfReach }) => outOfReach === null)).toBe(true);
  });

  test('JSON numbers keep all their digits', async () => {
    await open('mexc', mexc);
    const digits = ['0.123456789012345678', '12345678901234567.5', '0.10', '1.5e-7', '123456789012345678'] as const;
    exchange.bars.set(START, ['12345678901234567.25', digits[1], digits[0], '1.50', digits[4]]);
    exchange.bars.set(START + HOUR, ['0.0000002', '1', digits[3], '0.10', '1e3']);
    const [first, second] = collected([await page('BTC/USDT:USDT', START, START + 2 * HOUR)]);
    expect(first).toMatchObject({ open: '12345678901234567.25', high: digits[1], low: digits[0], volume: digits[4] });
    expect(second).toMatchObject({ open: '0.0000002', low: '0.00000015', close: '0.10', volume: '1000' });
  });

  test('what Kraken no longer serves is out of reach', async () => {
    await open('kraken', kraken);
    const now = Math.floor(Date.now() / HOUR) * HOUR;
    exchange.fill(now - 1_000 * HOUR, now + HOUR);
    const all = await pages('BTC/USD', now - 900 * HOUR, now);
    expect(all.map(({ outOfReach }) => outOfReach).filter((range) => range !== null)).toEqual([
      { from: now - 900 * HOUR, to: now - 719 * HOUR },
    ]);
    expect(collected(all)).toEqual(sent(now - 719 * HOUR, now));
  });

  test('the bar that has not closed is left out', async () => {
    await open('kraken', kraken);
    const now = Math.floor(Date.now() / HOUR) * HOUR;
    exchange.fill(now - 10 * HOUR, now + HOUR);
    const { bars, next } = await page('BTC/USD', now - 5 * HOUR, now + HOUR);
    expect(bars.at(-1)!.time).toBeLessThan(Date.now() - HOUR + 1);
    expect(next).toBeNull();
  });

  test('lists symbols with their currencies and status', async () => {
    await open('bitget', bitget);
    expect(await source.listSymbols({ signal: unaborted })).toEqual([
      { symbol: 'BTC/USDT', base: 'BTC', quote: 'USDT', status: 'TRADING', listedAt: null },
      { symbol: 'ETH/USDT', base: 'ETH', quote: 'USDT', status: 'HALTED', listedAt: null },
    ]);
    expect(source.listingCost).toBe(9);
  });

  test('many callers share one list, and each request of it is one of theirs', async () => {
    await open('bitget', bitget);
    exchange.fill(START, START + 10 * HOUR);
    const request = { interval: 'ONE_HOUR', from: START, to: START + HOUR, signal: unaborted } as const;
    const answers = await Promise.all(Array.from({ length: 30 }, () => source.fetchPage('BTC/USDT', request)));
    const again = answers.filter((answer) => answer === 'ASK_AGAIN');
    expect(exchange.listed).toHaveLength(9);
    // The rest was not needed for the list, and asked for bars; the first of them may be asked to ask again.
    expect(again.length).toBeGreaterThanOrEqual(9);
    expect(exchange.asked).toHaveLength(30 - 9);
  });

  describe('failures', () => {
    beforeEach(() => open('binance', binance));

    test.each([
      ['429 with Retry-After', json(429, { code: -1003, msg: 'slow' }, { 'retry-after': '7' }), 'RATE_LIMITED', 7_000],
      ['418', json(418, { code: -1003, msg: 'banned' }, { 'retry-after': '60' }), 'BANNED', 60_000],
      ['400 -1121', json(400, { code: -1121, msg: 'Invalid symbol.' }), 'BAD_SYMBOL', undefined],
      ['400 -1100', json(400, { code: -1100, msg: 'Illegal characters.' }), 'BAD_RESPONSE', undefined],
      ['403 without a body', text(403, ''), 'AUTH', undefined],
      ['503', text(503, '<html>maintenance</html>'), 'SOURCE_DOWN', undefined],
      ['302', text(302, '', { location: '/elsewhere' }), 'BAD_RESPONSE', undefined],
      ['a page instead of JSON', text(200, '<html>maintenance</html>'), 'BAD_RESPONSE', undefined],
      ['an empty body', text(200, ''), 'BAD_RESPONSE', undefined],
      ['an answer without a list', json(200, { data: null }), 'BAD_RESPONSE', undefined],
      ['half an answer', half, 'BAD_RESPONSE', undefined],
    ])('%s', async (_what, answer, code, retryAfterMs) => {
      exchange.instead.push(answer);
      const error = await sourceErrorOf(page('BTC/USDT', START, START + HOUR));
      expect([error.code, error.retryAfterMs]).toEqual([code, retryAfterMs]);
      expect(exchange.asked).toHaveLength(1);
    });

    test('a list that fails fails for all who wait, as the exchange says', async () => {
      const usual = exchange.server.answer;
      exchange.server.answer = json(429, {}, { 'retry-after': '3' });
      const request = { interval: 'ONE_HOUR', from: START, to: START + HOUR, signal: unaborted } as const;
      const errors = await Promise.all([1, 2, 3, 4, 5].map(() => sourceErrorOf(source.fetchPage('BTC/USDT', request))));
      expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['RATE_LIMITED']));
      exchange.server.answer = usual;
      exchange.fill(START, START + HOUR);
      expect((await page('BTC/USDT', START, START + HOUR)).bars).toHaveLength(1);
    });
  });

  describe('an abort', () => {
    beforeEach(() => open('bitget', bitget));

    test('closes the socket of a page, at once', async () => {
      exchange.fill(START, START + HOUR);
      await page('BTC/USDT', START, START + HOUR);
      let closed = false;
      exchange.instead.push(endless(() => (closed = true)));
      const controller = new AbortController();
      const pending = page('BTC/USDT', START, START + HOUR, controller.signal);
      await eventually(() => exchange.asked.length === 2);
      controller.abort(new Error('paused'));
      await expect(pending).rejects.toThrow('paused');
      await eventually(() => closed);
    });

    test('of a caller who sends a request of the list leaves it to the next', async () => {
      const usual = exchange.server.answer;
      let held = 0;
      exchange.server.answer = () => void held++;
      const controller = new AbortController();
      const pending = page('BTC/USDT', START, START + HOUR, controller.signal);
      await eventually(() => held === 1);
      controller.abort(new Error('paused'));
      await expect(pending).rejects.toThrow('paused');
      exchange.server.answer = usual;
      exchange.fill(START, START + HOUR);
      expect((await page('BTC/USDT', START, START + HOUR)).bars).toHaveLength(1);
    });
  });
});
