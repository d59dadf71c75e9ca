import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import type { ExchangeName, Window } from './exchange-cases';
import { closeServers, get, pageOf, pathOf, started } from './started-exchange';

afterEach(closeServers);

const binance = (code: number, msg: string) => ({ code, msg });
const missing = (name: string) =>
  binance(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
const bybit = (retMsg: string) => ({ retCode: 10001, retMsg, result: {}, retExtInfo: {}, time: expect.any(Number) });
const okx = (code: string, msg: string) => ({ code, msg, data: [] });
const gate = (label: string, message: string) => ({ label, message });
const bitstamp = (field: string, message: string) =>
  expect.objectContaining({ errors: [expect.objectContaining({ field, message })] });
const tooWide = 'granularity too small for the requested time range. Count of aggregations requested exceeds 300';
const tooBroad = 'Candlestick range too broad. Maximum 1000 data points are allowed per request';
const tooLongAgo = 'Candlestick too long ago. Maximum 10000 points ago are allowed';
const noCandlestick = 'This type of Candlestick is currently not provided.';

const REFUSALS: [ExchangeName, Window, number, unknown][] = [
  ['binance', { symbol: 'NONE' }, 400, binance(-1121, 'Invalid symbol.')],
  ['binance', { interval: '2m' }, 400, binance(-1120, 'Invalid interval.')],
  ['binance', { symbol: '' }, 400, missing('symbol')],
  ['binance-usdm', { symbol: 'NONE' }, 400, binance(-1121, 'Invalid symbol.')],
  ['binance-usdm', { limit: 1501 }, 400, binance(-1130, "Data sent for parameter 'limit' is not valid.")],
  ['bybit', { symbol: 'NONE' }, 200, bybit('Not supported symbols')],
  ['bybit', { symbol: 'OLDUSDT' }, 200, bybit('Not supported symbols')],
  ['bybit-linear', { interval: '1h' }, 200, bybit('Invalid period!')],
  ['okx', { symbol: 'NONE' }, 200, okx('51001', 'Instrument ID does not exist')],
  ['okx', { interval: '1h' }, 400, okx('51000', 'Parameter bar error')],
  ['okx', { symbol: '' }, 400, okx('50014', 'Parameter instId can not be empty.')],
  ['coinbase', { symbol: 'NONE' }, 404, { message: 'NotFound' }],
  ['coinbase', { interval: '1800' }, 400, { message: 'Unsupported granularity' }],
  ['coinbase', { from: -300, to: 0 }, 400, { message: tooWide }],
  ['kraken', { symbol: 'NONE' }, 200, { error: ['EQuery:Unknown asset pair'] }],
  ['kraken', { interval: '360' }, 200, { error: ['EGeneral:Invalid arguments'] }],
  ['kucoin', { symbol: 'NONE', to: 0 }, 400, { code: '400100', msg: 'Unsupported trading pair.' }],
  ['kucoin', { interval: '1h', to: 0 }, 400, { code: '400100', msg: noCandlestick }],
  ['bitstamp', { symbol: 'none', limit: 1 }, 404, expect.objectContaining({ response_code: '404.007' })],
  ['bitstamp', {}, 400, bitstamp('limit', 'Missing data for required field.')],
  ['bitstamp', { limit: 1001 }, 400, bitstamp('limit', 'Must be between 1 and 1000.')],
  ['bitstamp', { limit: 1, interval: '61' }, 400, bitstamp('step', 'Not a valid choice.')],
  ['gate', { symbol: 'NONE_USDT' }, 400, gate('INVALID_CURRENCY', 'Invalid currency NONE')],
  ['gate', { symbol: 'BTC_ETH' }, 400, gate('INVALID_CURRENCY_PAIR', 'Invalid currency pair BTC_ETH')],
  ['gate', { symbol: 'BTCUSDT' }, 400, gate('INVALID_CURRENCY_PAIR', 'Invalid currency pair BTCUSDT')],
  ['gate', { from: 0, to: 1000 }, 400, gate('INVALID_PARAM_VALUE', tooBroad)],
  ['gate', { from: -9901, to: -9900 }, 400, gate('INVALID_PARAM_VALUE', tooLongAgo)],
  ['gate', { from: 0, limit: 5 }, 400, gate('INVALID_PARAM_VALUE', 'Invalid request parameter `limit` value: 5')],
  ['bitfinex', { symbol: 'NONE' }, 500, ['error', 10020, 'symbol: invalid']],
  ['bitfinex', { interval: '2m' }, 500, ['error', 10020, 'time_interval: invalid']],
  ['bitfinex', { limit: 10_001 }, 500, ['error', 10020, 'limit: invalid']],
];

test.each(REFUSALS)('%s refuses %j with %d', async (name, window, status, body) => {
  const { server } = await started(name);
  const refused = await get(server, pathOf(name, window));
  expect(refused.status).toBe(status);
  expect(JSON.parse(refused.text)).toEqual(body);
  expect(server.requests).toMatchObject([{ status }]);
});

/** What goes beyond a limit of two requests for candles. */
const BEYOND: [ExchangeName, weight: number, status: number, body: unknown][] = [
  ['binance', 4, 429, binance(-1003, expect.stringMatching(/^Too much request weight used; current limit is 4 /))],
  ['binance-usdm', 10, 429, binance(-1003, expect.stringMatching(/^Too much request weight used/))],
  ['bybit', 2, 200, { ...bybit('Too many visits. Exceeded the API Rate Limit.'), retCode: 10006 }],
  ['okx', 2, 429, { msg: 'Too Many Requests', code: '50011' }],
  ['coinbase', 2, 429, { message: 'Public rate limit exceeded' }],
  ['kraken', 2, 200, { error: ['EGeneral:Too many requests'] }],
  ['kucoin', 6, 429, { code: '429000', msg: expect.any(String) }],
  ['bitstamp', 2, 429, expect.objectContaining({ response_code: '400.002' })],
  ['gate', 2, 429, gate('TOO_MANY_REQUESTS', expect.any(String))],
  ['bitfinex', 2, 429, ['error', 11010, 'ratelimit: error']],
];

test.each(BEYOND)('%s refuses what is beyond its limit', async (name, weight, status, body) => {
  const { server } = await started(name, { limits: { weight, perMs: 3_600_000 } });
  const path = pathOf(name, pageOf(name, 97, 99));
  const answered = [await get(server, path), await get(server, path)];
  const refused = await get(server, path);
  expect(answered.map(({ status }) => status)).toEqual([200, 200]);
  expect(answered.map(({ text }) => text)).not.toContain(refused.text);
  expect({ status: refused.status, body: JSON.parse(refused.text) }).toEqual({ status, body });
  expect(server.weight).toBe(1.5 * weight);
});

const LIMIT_HEADERS: [ExchangeName, Record<string, string>][] = [
  ['binance', { 'x-mbx-used-weight-1m': '2' }],
  ['bybit', { 'x-bapi-limit': '600', 'x-bapi-limit-status': '599' }],
  ['kucoin', { 'gw-ratelimit-limit': '2000', 'gw-ratelimit-remaining': '1997' }],
  ['gate', { 'x-gate-ratelimit-limit': '200', 'x-gate-ratelimit-requests-remain': '199' }],
];

test.each(LIMIT_HEADERS)('%s tells its limit in headers', async (name, expected) => {
  const { server } = await started(name);
  const { headers } = await get(server, pathOf(name, { to: 0 }));
  expect(Object.fromEntries(headers)).toMatchObject(expected);
});

const BANS: [ExchangeName, status: number, body: RegExp, retryAfter: string | null][] = [
  ['binance', 418, /"code":-1003,"msg":"Way too much request weight used; IP banned until \d+\./, '120'],
  ['bybit', 403, /access too frequent/, null],
];

test.each(BANS)('%s bans whoever goes on after it was refused', async (name, status, body, retryAfter) => {
  const { server } = await started(name, { limits: { weight: 0, perMs: 3_600_000 } });
  for (let i = 0; i < 3; i++) expect((await get(server, pathOf(name, {}))).status).not.toBe(status);
  const banned = await get(server, pathOf(name, {}));
  expect(banned.status).toBe(status);
  expect(banned.text).toMatch(body);
  expect(banned.headers.get('retry-after')).toBe(retryAfter);
});

test('Coinbase refuses requests that do not name their client', async () => {
  const { server } = await started('coinbase');
  const [response] = (await once(request(`${server.baseUrl}/products`).end(), 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(400);
  expect(await json(response)).toEqual({ message: 'User-Agent header is required.' });
});

test('a test may reply in place of the exchange', async () => {
  const { server } = await started('kucoin');
  server.reply = (path) => (path.endsWith('/candles') ? { status: 502, headers: { a: 'b' }, body: '<html>' } : null);
  const { status, text, headers } = await get(server, pathOf('kucoin', {}));
  expect([status, text, headers.get('a')]).toEqual([502, '<html>', 'b']);
  expect((await get(server, '/api/v2/symbols')).status).toBe(200);
  server.reply = null;
  expect((await get(server, pathOf('kucoin', {}))).status).toBe(200);
  expect(server.requests.map(({ status }) => status)).toEqual([502, 200, 200]);
});
