import type { Page, PageRequest } from '../../../src/application/ports/data-source';
import { BAR_INTERVALS, INTERVAL_MS } from '../../../src/domain/bar';
import { ExchangeSource } from '../../../src/sources/exchange/exchange-source';
import { BINANCE_SPOT } from '../../../src/sources/exchanges/binance-spot';
import { CannedServer, json, text } from '../canned-server';
import { onePage } from '../one-page';
import { sourceErrorOf, unaborted } from '../source-error';

const hour = INTERVAL_MS.ONE_HOUR;
const now = Date.UTC(2024, 0, 1);
const from = now - 2000 * hour;

let server: CannedServer;
let source: ExchangeSource;

beforeEach(async () => {
  server = await CannedServer.start();
  source = new ExchangeSource(BINANCE_SPOT, { baseUrl: server.baseUrl, clock: () => now });
});

afterEach(async () => {
  await source.close();
  await server.close();
});

type Row = [number, string, string, string, string, string, number, string, number, string, string, string];

function row(time: number): Row {
  return [time, '10.10', '12.00', '9.90', '11.00', '5.5', time + hour - 1, '60.5', 7, '2.5', '27.5', '0'];
}

/** Rows that open at `start` and at each hour after it. */
function rows(start: number, count: number): Row[] {
  return Array.from({ length: count }, (_, index) => row(start + index * hour));
}

function fetchPage(window: Partial<PageRequest> = {}): Promise<Page> {
  return onePage(source.fetchPage('BTCUSDT', { interval: 'ONE_HOUR', from, to: now, signal: unaborted, ...window }));
}

it('introduces itself, and stays a fifth below the exchange’s limit', () => {
  expect(source).toMatchObject({ name: 'binance', kind: 'REAL', intervals: BAR_INTERVALS, requestsPerMinute: 2400 });
  // exchangeInfo has a weight of 20, klines of 2.
  expect(source.listingCost).toBe(10);
});

describe('paging', () => {
  it('asks with Binance’s names, and for an end that is inclusive', async () => {
    server.answer = json(200, []);
    await fetchPage({ interval: 'FIFTEEN_MINUTES' });
    const query = `symbol=BTCUSDT&interval=15m&startTime=${from}&endTime=${now - 1}&limit=1000`;
    expect(server.urls).toEqual([`/api/v3/klines?${query}`]);
  });

  it('goes on behind a full page, and is over with one that is not full', async () => {
    server.answer = json(200, rows(from, 1000));
    const first = await fetchPage();
    expect(first).toMatchObject({
      bars: { length: 1000 },
      answered: { from, to: from + 1000 * hour },
      next: from + 1000 * hour,
    });
    server.answer = json(200, rows(from + 1000 * hour, 999));
    const second = await fetchPage({ from: first.next! });
    expect(server.urls[1]).toContain(`startTime=${from + 1000 * hour}&`);
    expect(second).toMatchObject({ bars: { length: 999 }, answered: { to: now }, next: null });
  });

  it('is over with a full page that ends where the window does', async () => {
    server.answer = json(200, rows(from, 1000));
    expect((await fetchPage({ to: from + 1000 * hour })).next).toBeNull();
  });

  it('is over with an empty page, which is an answer', async () => {
    server.answer = json(200, []);
    expect(await fetchPage()).toMatchObject({ bars: [], answered: { from, to: now }, next: null });
  });
});

describe('the bar that is still open', () => {
  it('is dropped, and no page comes after it', async () => {
    const start = now - 999.5 * hour;
    server.answer = json(200, rows(Math.ceil(start / hour) * hour, 1000));
    const page = await fetchPage({ to: now + 500 * hour });
    expect(page.bars.at(-1)!.time).toBe(now - hour);
    expect(page.next).toBeNull();
  });

  it('is told by the exchange’s clock where ours is ahead', async () => {
    const date = new Date(now - 1000).toUTCString();
    server.answer = json(200, rows(now - 2 * hour, 2), { date });
    expect((await fetchPage()).bars.map(({ time }) => time)).toEqual([now - 2 * hour]);
  });
});

describe('a page that is not valid is BAD_RESPONSE, never empty', () => {
  const broken = (change: (row: Row) => unknown) => [row(from), change(row(from + hour))];
  it.each<[string, unknown]>([
    ['null', null],
    ['an object', {}],
    ['a row that is no row', broken(() => 'row')],
    ['a row of 11', broken((row) => row.slice(0, 11))],
    ['a row of 13', broken((row) => [...row, '0'])],
    ['a price as a number', broken((row) => row.with(1, 10.1))],
    ['a price in exponent form with too many digits', broken((row) => row.with(2, '1e-30'))],
    ['a negative price', broken((row) => row.with(3, '-9.9'))],
    ['an empty price', broken((row) => row.with(4, ''))],
    ['a volume that is null', broken((row) => (row as unknown[]).with(5, null))],
    ['a time that is no number', broken((row) => row.with(0, '2024-01-01'))],
    ['a time with a fraction', broken((row) => row.with(0, from + hour + 0.5))],
    ['rows that descend', [row(from + hour), row(from)]],
    ['a row before the page', [row(from - hour)]],
    ['more rows than asked for', rows(from, 1001)],
  ])('%s', async (_what, body) => {
    server.answer = json(200, body);
    expect((await sourceErrorOf(fetchPage())).code).toBe('BAD_RESPONSE');
  });
});

it('keeps a row that is no bar aside, as it was sent, and goes on', async () => {
  const bad = row(from + hour).with(4, '12.01');
  server.answer = json(200, [row(from), bad, row(from + 2 * hour)]);
  const page = await fetchPage();
  expect(page.bars.map(({ time }) => time)).toEqual([from, from + 2 * hour]);
  expect(page.quarantined).toMatchObject([{ time: from + hour, row: JSON.stringify(bad) }]);
});

describe('a refusal', () => {
  it.each([
    [400, -1121, 'Invalid symbol.', 'BAD_SYMBOL'],
    [400, -1100, "Illegal characters found in parameter 'symbol'; legal range is '^[A-Z]{1,20}$'.", 'BAD_SYMBOL'],
    [400, -1100, "Illegal characters found in parameter 'limit'.", 'BAD_RESPONSE'],
    [400, -1003, 'Too many requests queued.', 'RATE_LIMITED'],
    [429, -1003, 'Too much request weight used.', 'RATE_LIMITED'],
    [418, -1003, 'IP banned.', 'BANNED'],
    [400, -1022, 'Signature for this request is not valid.', 'AUTH'],
    [401, -2014, 'API-key format invalid.', 'AUTH'],
    [401, -2015, 'Invalid API-key, IP, or permissions for action.', 'AUTH'],
    [400, -1007, 'Timeout waiting for response from backend server.', 'TIMEOUT'],
    [400, -1000, 'An unknown error occurred.', 'SOURCE_DOWN'],
    [503, -1121, 'Invalid symbol.', 'SOURCE_DOWN'],
    [400, -4088, 'Maximum time interval is 200 days.', 'BAD_RESPONSE'],
  ])('%i with %i (%s) is %s', async (status, code, msg, expected) => {
    server.answer = json(status, { code, msg });
    const failure = await sourceErrorOf(fetchPage());
    expect(failure.code).toBe(expected);
    expect(failure.message).toContain(`answered ${status}: {"code":${code}`);
  });

  it('by the firewall is a ban, for there are no credentials to refuse', async () => {
    server.answer = text(403, '<html>Request blocked</html>');
    expect((await sourceErrorOf(fetchPage())).code).toBe('BANNED');
  });

  it('by an IP ban says until when: in its header, else in its message', async () => {
    const body = {
      code: -1003,
      msg: `Way too much request weight used; IP banned until ${now + 90_000}. Please use …`,
    };
    server.answer = json(418, body);
    expect(await sourceErrorOf(fetchPage())).toMatchObject({ code: 'BANNED', retryAfterMs: 90_000 });
    server.answer = json(418, body, { 'Retry-After': '120' });
    expect(await sourceErrorOf(fetchPage())).toMatchObject({ code: 'BANNED', retryAfterMs: 120_000 });
  });
});

describe('the list of symbols', () => {
  it.each([
    ['no symbols', { symbols: [] }],
    ['another shape', { symbols: ['BTCUSDT'] }],
    ['no object', []],
  ])('with %s is BAD_RESPONSE', async (_what, body) => {
    server.answer = json(200, body);
    expect((await sourceErrorOf(source.listSymbols({ signal: unaborted }))).code).toBe('BAD_RESPONSE');
  });
});
