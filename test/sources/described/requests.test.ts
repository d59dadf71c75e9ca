import fc from 'fast-check';
import type { PageRequest } from '../../../src/application/ports/data-source';
import { INTERVAL_MS, type BarInterval } from '../../../src/domain/bar';
import { ExchangeSource } from '../../../src/sources/exchange/exchange-source';
import { CannedServer, json } from '../canned-server';
import { sourceErrorOf, unaborted } from '../source-error';
import { describedBy, withBars } from './described-source';

const NOW = Date.UTC(2024, 5, 1);
let server: CannedServer;
let source: ExchangeSource | undefined;
beforeAll(async () => (server = await CannedServer.start(json(200, { rows: [] }))));
afterEach(async () => {
  await source?.close();
  server.urls.length = 0;
});
afterAll(() => server.close());

async function open(bars: object): Promise<ExchangeSource> {
  const exchange = await describedBy(withBars(bars));
  source = new ExchangeSource(exchange, { baseUrl: server.baseUrl, clock: () => NOW });
  await source.open();
  return source;
}

const request = (interval: BarInterval, from: number, to: number): PageRequest => ({
  ...{ interval, from, to, signal: unaborted },
});
const HOURS = request('ONE_HOUR', Date.UTC(2024, 0, 2), Date.UTC(2024, 0, 3));
const DAYS = request('ONE_DAY', Date.UTC(2024, 2, 8), Date.UTC(2024, 2, 13));

async function asked(bars: object, page: PageRequest, symbol = 'AAA'): Promise<string> {
  await (await open(bars)).fetchPage(symbol, page);
  return decodeURIComponent(server.urls[0]!);
}

test('a symbol never changes the path or the query, whatever it is', async () => {
  const query = { s: '{symbol}', from: '{from}', to: '{to}' };
  const described = await open({ path: '/v1/{symbol}/bars', query });
  const hostile = fc.constantFrom(
    '..',
    '.',
    'a/../b',
    'a?b=c',
    'a#b',
    'a&from=0',
    '%2e%2e',
    'ä',
    '😀',
    '\ud800',
    'a\r\nb: c',
    '',
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(hostile, fc.string({ maxLength: 64, unit: 'binary' })), async (symbol) => {
      server.urls.length = 0;
      const answer = await described.fetchPage(symbol, HOURS).catch((error: unknown) => error);
      const [url] = server.urls;
      if (url === undefined) return expect(answer).toMatchObject({ name: 'SourceError', code: 'BAD_SYMBOL' });
      const { pathname, searchParams, hash } = new URL(url, server.baseUrl);
      expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'v1', symbol, 'bars']);
      expect([...searchParams]).toEqual([
        ...[
          ['s', symbol],
          ['from', String(HOURS.from)],
          ['to', String(HOURS.to)],
        ],
      ]);
      expect(hash).toBe('');
    }),
    { numRuns: 300 },
  );
});

const hourly = { query: { q: '{from} {to} {limit}' } };
test.each([
  [{ form: 'ms', end: 'EXCLUSIVE' }, `${HOURS.from} ${HOURS.to}`],
  [{ form: 's', end: 'EXCLUSIVE' }, `${HOURS.from / 1_000} ${HOURS.to / 1_000}`],
  [{ form: 'date-time', end: 'EXCLUSIVE' }, '2024-01-02T00:00:00Z 2024-01-03T00:00:00Z'],
  [{ form: 'date-time', end: 'INCLUSIVE' }, '2024-01-02T00:00:00Z 2024-01-02T23:00:00Z'],
])('times are written as %j', async (times, expected) => {
  expect(await asked({ ...hourly, times }, HOURS)).toBe(`/bars/AAA?q=${expected.replaceAll(' ', '+')}+1000`);
});

const daily = { query: { q: '{from} {to}' }, intervals: { ONE_DAY: '1d' } };
test.each([
  ['date', 'INCLUSIVE', undefined, '2024-03-08 2024-03-12'],
  ['date', 'EXCLUSIVE', undefined, '2024-03-08 2024-03-13'],
  // In New York the clocks go forward on 10 March.
  ['date-time', 'INCLUSIVE', 'America/New_York', '2024-03-08T05:00:00Z 2024-03-12T04:00:00Z'],
  ['date-time', 'EXCLUSIVE', 'Asia/Tokyo', '2024-03-07T15:00:00Z 2024-03-12T15:00:00Z'],
])('days are asked for as %s, end %s, in %s', async (form, end, dayZone, expected) => {
  const page = await asked({ ...daily, dayZone, times: { form, end } }, DAYS);
  expect(page).toBe(`/bars/AAA?q=${expected.replaceAll(' ', '+')}`);
});

test('intervals are sent by the names of the source, which may be parts of a path', async () => {
  const intervals = { ONE_HOUR: '1/hour', ONE_DAY: '1/day' };
  const url = await asked({ path: '/range/{symbol}/{interval}', intervals }, DAYS);
  expect(url).toMatch(/^\/range\/AAA\/1\/day\?/);
});

const bar = (t: unknown) => ({ t, o: 1, h: 3, l: 1, c: 2, v: 10 });
const at = (time: number) => INTERVAL_MS.ONE_DAY * Math.floor(time / INTERVAL_MS.ONE_DAY);

test.each([
  ['date', undefined, '2024-03-08'],
  ['date-time', undefined, '2024-03-08T00:00:00.000Z'],
  ['date-time', undefined, '2024-03-08 00:00:00'],
  ['date-time', undefined, '2024-03-07T19:00:00-05:00'],
  ['s', undefined, DAYS.from / 1_000],
  ['ms', undefined, String(DAYS.from)],
  ['date-time', 'America/New_York', '2024-03-08T05:00:00Z'],
  ['date-time', 'America/New_York', '2024-03-08T16:00:00-05:00'],
  ['ms', 'Asia/Tokyo', DAYS.from - 9 * INTERVAL_MS.ONE_HOUR],
])('a day labelled as %s in %s: %s', async (form, dayZone, label) => {
  server.answer = json(200, { rows: [bar(label)] });
  const row = { time: { value: 't', form }, open: 'o', high: 'h', low: 'l', close: 'c', volume: 'v' };
  const described = await open({ ...daily, dayZone, row });
  expect(await described.fetchPage('AAA', DAYS)).toMatchObject({ bars: [{ time: at(DAYS.from), open: '1' }] });
});

test.each([
  ['date', '2024-02-30'],
  ['date', '2024-3-8'],
  ['date-time', '2024-03-08T24:30:00Z'],
  ['date-time', '2024-03-08T00:60:00Z'],
  ['date-time', 'Fri, 08 Mar 2024'],
  ['ms', '1.7e12'],
  ['ms', '9999999999999999'],
  ['s', '9999999999999999'],
  ['s', -1],
])('a time of another form than %s is no bar: %s', async (form, label) => {
  server.answer = json(200, { rows: [bar(label)] });
  const row = { time: { value: 't', form }, open: 'o', high: 'h', low: 'l', close: 'c', volume: 'v' };
  const error = await sourceErrorOf((await open({ ...daily, row })).fetchPage('AAA', DAYS));
  expect(error).toMatchObject({ code: 'BAD_RESPONSE', message: expect.stringContaining('a row that is no bar') });
});

test('the bar of a day in New York is none before that day has ended there', async () => {
  const row = { time: { value: 't', form: 'date-time' }, open: 'o', high: 'h', low: 'l', close: 'c', volume: 'v' };
  server.answer = json(200, { rows: ['2024-05-30T04:00:00Z', '2024-05-31T04:00:00Z'].map(bar) });
  // 20:00 on 31 May in New York.
  const described = await open({ ...daily, dayZone: 'America/New_York', row });
  const page = await described.fetchPage('AAA', request('ONE_DAY', Date.UTC(2024, 4, 30), NOW));
  expect(page).toMatchObject({ bars: [{ time: Date.UTC(2024, 4, 30) }], next: null });
});
