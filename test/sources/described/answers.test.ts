import { INTERVAL_MS } from '../../../src/domain/bar';
import { ExchangeSource } from '../../../src/sources/exchange/exchange-source';
import { CannedServer, json, text } from '../canned-server';
import { collect } from '../exchanges/collect';
import { sourceErrorOf, unaborted } from '../source-error';
import { describedBy, SMALL, withBars } from './described-source';

const HOUR = INTERVAL_MS.ONE_HOUR;
const FROM = Date.UTC(2024, 0, 2);
const NOW = Date.UTC(2024, 5, 1);
const WINDOW = { from: FROM, to: FROM + 6 * HOUR };
const PAGE = { interval: 'ONE_HOUR', ...WINDOW, signal: unaborted } as const;
let server: CannedServer;
let source: ExchangeSource | undefined;
beforeAll(async () => (server = await CannedServer.start()));
afterEach(async () => {
  await source?.close();
  server.urls.length = 0;
});
afterAll(() => server.close());

async function open(file: object, variables: Record<string, string> = {}): Promise<ExchangeSource> {
  source = new ExchangeSource(await describedBy(file, variables), { baseUrl: server.baseUrl, clock: () => NOW });
  await source.open();
  return source;
}

const bar = (hour: number) => ({ t: FROM + hour * HOUR, o: 1, h: 3, l: 1, c: 2, v: 10 });

test('JSON numbers keep every digit, and exponents are written out', async () => {
  const numbers = '"o":0.100000000000000005,"h":12345678901234567890.5,"l":1e-7,"c":1.10,"v":1.5E+3,"n":42';
  server.answer = text(200, `{"rows":[{"t":${FROM},${numbers}}]}`);
  const row = { ...SMALL.bars.row, trades: 'n', takerVolume: "'0'" };
  expect(await (await open(withBars({ row }))).fetchPage('AAA', PAGE)).toMatchObject({
    bars: [
      {
        ...{ time: FROM, open: '0.100000000000000005', high: '12345678901234567890.5', low: '0.0000001' },
        ...{ close: '1.10', volume: '1500', trades: 42, quoteVolume: null, takerVolume: '0' },
      },
    ],
  });
});

test('a time that is not whole is kept aside, never rounded', async () => {
  server.answer = json(200, { rows: [{ ...bar(0), t: '2024-01-02T00:00:00.250Z' }] });
  const row = { ...SMALL.bars.row, time: { value: 't', form: 'date-time' } };
  const page = await (await open(withBars({ row }))).fetchPage('AAA', PAGE);
  expect(page).toMatchObject({ bars: [], quarantined: [{ time: FROM, flaw: expect.stringContaining('not aligned') }] });
});

test('no price is computed: what an expression has calculated is no bar', async () => {
  server.answer = json(200, { rows: [bar(0)] });
  const row = { ...SMALL.bars.row, close: 'to_number(c)' };
  const error = await sourceErrorOf((await open(withBars({ row }))).fetchPage('AAA', PAGE));
  expect(error.message).toContain('a row that is no bar');
});

test.each([
  ['columns', 'zip(t, o, h, l, c, v)', [0, 1, 2, 3, 4, 5], { t: [FROM], o: [1], h: [3], l: [1], c: [2], v: [10] }],
  [
    'days by their date',
    'items(days)',
    ['[0]', ...'ohlcv'].map((key, index) => (index ? `[1]."${key}. x"` : key)),
    {
      days: { [FROM]: { 'o. x': 1, 'h. x': 3, 'l. x': 1, 'c. x': 2, 'v. x': 10 } },
    },
  ],
])('rows as %s', async (_shape, rows, places, body) => {
  server.answer = json(200, body);
  const [value, open_, high, low, close, volume] = places;
  const row = { time: { value, form: 'ms' }, open: open_, high, low, close, volume };
  expect(await (await open(withBars({ rows, row }))).fetchPage('AAA', PAGE)).toMatchObject({
    bars: [{ time: FROM, open: '1', high: '3', low: '1', close: '2', volume: '10' }],
  });
});

test.each([
  ['{}', 'found nothing, not a list, at bars.rows'],
  ['{"rows":"none"}', 'found string, not a list, at bars.rows'],
  ['{"rows":[null]}', 'a row that is no bar: null'],
  ['<html>', 'a body that is not JSON'],
])('an answer without a list of rows is never empty: %s', async (body, told) => {
  server.answer = text(200, body);
  const error = await sourceErrorOf((await open(SMALL)).fetchPage('AAA', PAGE));
  expect(error).toMatchObject({ code: 'BAD_RESPONSE', message: expect.stringContaining(told) });
});

test('an answer that says that there are more is continued where it ends, and proves no more', async () => {
  server.answer = (request, response) => {
    const from = Number(new URL(request.url!, server.baseUrl).searchParams.get('from'));
    const first = (from - FROM) / HOUR;
    const rows = [first, first + 1].filter((hour) => hour < 5).map(bar);
    response.end(JSON.stringify({ rows, next: first < 4 ? 'token' : null }));
  };
  const { bars, covered } = await collect(await open(withBars({ more: 'next' })), 'AAA', 'ONE_HOUR', WINDOW);
  expect(bars.map(({ time }) => (time - FROM) / HOUR)).toEqual([0, 1, 2, 3, 4]);
  expect(covered).toEqual([WINDOW]);
  expect(server.urls).toHaveLength(3);
  server.answer = json(200, { rows: [], next: 'token' });
  expect(await sourceErrorOf(source!.fetchPage('AAA', PAGE))).toMatchObject({ code: 'BAD_RESPONSE' });
});

test('a source that takes no end, and always has more: what goes on behind the range is all of it', async () => {
  server.answer = (request, response) => {
    const first = (Number(new URL(request.url!, server.baseUrl).searchParams.get('from')) - FROM) / HOUR;
    // There is none between the second hour and the tenth.
    const rows = [first, first + 1, first + 2, 10, 11].filter((hour) => hour < 2 || hour >= 10).map(bar);
    response.end(JSON.stringify({ rows, next: 'token' }));
  };
  const endless = { query: { from: '{from}' }, strays: 'AFTER', more: 'next' };
  const { bars, covered } = await collect(await open(withBars(endless)), 'AAA', 'ONE_HOUR', WINDOW);
  expect(bars.map(({ time }) => (time - FROM) / HOUR)).toEqual([0, 1]);
  expect(covered).toEqual([WINDOW]);
});

test('a source that sends all it has, whatever was asked for; a list as long as the limit may have been cut', async () => {
  server.answer = json(200, { rows: Array.from({ length: 24 }, (_, index) => bar(index - 9)) });
  const all = { query: {}, strays: 'BOTH' };
  const { bars } = await collect(await open(withBars({ ...all, limit: 25 })), 'AAA', 'ONE_HOUR', WINDOW);
  expect(bars.map(({ time }) => (time - FROM) / HOUR)).toEqual([0, 1, 2, 3, 4, 5]);
  await source!.close();
  const error = await sourceErrorOf((await open(withBars({ ...all, limit: 24 }))).fetchPage('AAA', PAGE));
  expect(error).toMatchObject({ code: 'BAD_RESPONSE', message: expect.stringContaining('as many rows as the limit') });
});

const errors = {
  find: 'Note || Error',
  rules: [
    { status: 429, code: 'RATE_LIMITED', restSeconds: 7 },
    { match: 'calls per (minute|day)', code: 'RATE_LIMITED', restSeconds: 60 },
    { status: 404, match: 'ticker', code: 'BAD_SYMBOL' },
    { match: '^invalid api call', code: 'BAD_SYMBOL' },
  ],
};
test.each([
  [200, { Note: 'no more than 5 calls per minute' }, { code: 'RATE_LIMITED', retryAfterMs: 60_000 }],
  [200, { Error: 'Invalid API call.' }, { code: 'BAD_SYMBOL' }],
  [200, { Error: { code: 1 } }, { code: 'BAD_RESPONSE' }],
  [404, { detail: 'Ticker not found' }, { code: 'BAD_SYMBOL' }],
  [404, { detail: 'no such page' }, { code: 'BAD_RESPONSE' }],
  [429, {}, { code: 'RATE_LIMITED', retryAfterMs: 7_000 }],
  [403, { detail: 'no' }, { code: 'AUTH' }],
  [500, { Error: 'invalid api call' }, { code: 'SOURCE_DOWN' }],
])('%i %j', async (status, body, expected) => {
  server.answer = json(status, body);
  const error = await sourceErrorOf((await open({ ...SMALL, errors })).fetchPage('AAA', PAGE));
  expect(error).toMatchObject(expected);
});

test('symbols from a list of pages, or from the file', async () => {
  server.answer = (request, response) => {
    const cursor = new URL(request.url!, server.baseUrl).searchParams.get('cursor');
    const symbols = cursor === null ? [{ s: 'BBB', cur: 'USD' }] : [{ s: 'AAA' }];
    response.end(JSON.stringify({ symbols, next: cursor === null ? 'page 2' : '' }));
  };
  const next = { parameter: 'cursor', value: 'next' };
  const symbolsFrom = { path: '/symbols', rows: 'symbols', symbol: 's', quote: 'cur', base: 's', next };
  const known = { status: 'TRADING', listedAt: null };
  const { symbols: _fixed, ...rest } = SMALL;
  expect(await (await open({ ...rest, symbolsFrom })).listSymbols({ signal: unaborted })).toEqual([
    { symbol: 'AAA', base: 'AAA', quote: null, ...known },
    { symbol: 'BBB', base: 'BBB', quote: 'USD', ...known },
  ]);
  expect(server.urls).toEqual(['/symbols', '/symbols?cursor=page+2']);
  await source!.close();
  const symbols = ['ZZZ', { symbol: 'AAA', quote: 'USD' }];
  expect(await (await open({ ...SMALL, symbols })).listSymbols({ signal: unaborted })).toEqual([
    { symbol: 'AAA', base: null, quote: 'USD', ...known },
    { symbol: 'ZZZ', base: null, quote: null, ...known },
  ]);
});

const KEY = 'k3y/with+odd "characters" {from}';
const KEYED = {
  ...SMALL,
  headers: { 'X-Key': { env: 'ACME_KEY', prefix: 'Token ' } },
  query: { apikey: { env: 'ACME_KEY' } },
};

test('a key is sent as a header and a parameter as it is', async () => {
  let sent: unknown[] = [];
  server.answer = (request, response) => {
    sent = [request.headers['x-key'], new URL(request.url!, server.baseUrl).searchParams.get('apikey')];
    response.end('{"rows":[]}');
  };
  await (await open(KEYED, { ACME_KEY: KEY })).fetchPage('AAA', PAGE);
  expect(sent).toEqual([`Token ${KEY}`, KEY]);
});

test.each([
  ['a refusal', 401, (key: string) => JSON.stringify({ detail: `bad key ${key}` })],
  ['an address', 404, (key: string) => `no route for /bars?apikey=${encodeURIComponent(key)}`],
  ['a form', 400, (key: string) => `no route for /bars?${new URLSearchParams({ apikey: key }).toString()}`],
  ['JSON as PHP writes it', 400, (key: string) => JSON.stringify({ detail: key }).replaceAll('/', '\\/')],
  ['a row', 200, (key: string) => JSON.stringify({ rows: [{ note: key }] })],
  ['no JSON', 200, (key: string) => `<p>${key}</p>`],
])('a key that the source repeats is in no message: %s', async (_what, status, body) => {
  server.answer = text(status, body(KEY));
  const error = await sourceErrorOf((await open(KEYED, { ACME_KEY: KEY })).fetchPage('AAA', PAGE));
  expect(error.message).toContain('[redacted]');
  expect(error.stack).not.toMatch(/k3y|odd/);
});

test('a key that the source repeats in a row is not stored with it', async () => {
  server.answer = json(200, { rows: [{ ...bar(0), t: FROM + 1, note: KEY }] });
  const page = await (await open(KEYED, { ACME_KEY: KEY })).fetchPage('AAA', PAGE);
  expect(page).toMatchObject({ quarantined: [{ row: expect.stringContaining('[redacted]') }] });
  expect(JSON.stringify(page)).not.toContain('k3y');
});

test('without its key a source asks nothing, and says which variable is missing', async () => {
  const unset = await open(KEYED);
  expect(unset.unsetVariables).toEqual(['ACME_KEY']);
  expect(await sourceErrorOf(unset.fetchPage('AAA', PAGE))).toMatchObject({
    ...{ code: 'AUTH', message: 'acme is not configured: ACME_KEY is not set' },
  });
  expect(server.urls).toEqual([]);
});
