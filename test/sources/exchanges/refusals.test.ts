import { EXCHANGES } from '../../../src/sources/exchanges';
import { ExchangeSource } from '../../../src/sources/exchange/exchange-source';
import { CannedServer, json, text, type Answer } from '../canned-server';
import { sourceErrorOf, unaborted } from '../source-error';

/** What the exchanges say, and what it means. Where a recording has the body, it is the same. */
const REFUSALS: readonly (readonly [source: string, status: number, body: unknown, code: string])[] = [
  ['binance', 200, { code: -1121, msg: 'Invalid symbol.' }, 'BAD_SYMBOL'],
  ['binance-usdm', 400, { code: -1121, msg: 'Invalid symbol.' }, 'BAD_SYMBOL'],
  ['bybit', 200, { retCode: 10001, retMsg: 'Not supported symbols', result: {} }, 'BAD_SYMBOL'],
  ['bybit', 200, { retCode: 10001, retMsg: 'The interval is invalid', result: {} }, 'BAD_RESPONSE'],
  ['bybit', 200, { retCode: 10006, retMsg: 'Too many visits!', result: {} }, 'RATE_LIMITED'],
  ['bybit', 403, 'access too frequent, please try again in 10 minutes', 'BANNED'],
  ['bybit', 403, '<html>CloudFront: blocked in your country</html>', 'AUTH'],
  ['bybit', 200, { retCode: 10016, retMsg: 'Server error.', result: {} }, 'SOURCE_DOWN'],
  ['okx', 200, { code: '51001', msg: "Instrument ID doesn't exist", data: [] }, 'BAD_SYMBOL'],
  ['okx', 429, { code: '50011', msg: 'Too Many Requests', data: [] }, 'RATE_LIMITED'],
  ['okx', 500, { code: 500, data: {}, detailMsg: '', msg: 'Internal Server Error' }, 'SOURCE_DOWN'],
  ['okx', 200, { code: 500, data: {}, detailMsg: '', msg: 'Internal Server Error' }, 'SOURCE_DOWN'],
  ['coinbase', 404, { message: 'NotFound' }, 'BAD_SYMBOL'],
  ['coinbase', 400, { message: 'product_id is not a valid product' }, 'BAD_SYMBOL'],
  ['coinbase', 429, { message: 'Public rate limit exceeded' }, 'RATE_LIMITED'],
  ['kraken', 200, { error: ['EQuery:Invalid asset pair'] }, 'BAD_SYMBOL'],
  ['kraken', 200, { error: ['EQuery:Unknown asset pair'] }, 'BAD_SYMBOL'],
  ['kraken', 200, { error: ['EGeneral:Too many requests'] }, 'RATE_LIMITED'],
  ['kraken', 200, { error: ['EService:Market in cancel_only mode'] }, 'SOURCE_DOWN'],
  ['kraken', 200, { error: ['EGeneral:Invalid arguments'] }, 'BAD_RESPONSE'],
  ['kucoin', 200, { msg: 'Unsupported trading pair.', code: '400100' }, 'BAD_SYMBOL'],
  ['kucoin', 400, { msg: 'Incorrect candlestick type.', code: '400100' }, 'BAD_RESPONSE'],
  ['kucoin', 429, { msg: 'Too Many Requests', code: '429000' }, 'RATE_LIMITED'],
  ['kucoin', 200, { code: '500000', msg: 'Internal Server Error' }, 'SOURCE_DOWN'],
  ['bitstamp', 404, '<html>Not found</html>', 'BAD_SYMBOL'],
  ['gate', 400, { label: 'INVALID_CURRENCY_PAIR', message: 'Invalid currency pair' }, 'BAD_SYMBOL'],
  ['gate', 429, { label: 'TOO_MANY_REQUESTS', message: 'Request Rate Limit Exceeded' }, 'RATE_LIMITED'],
  ['gate', 400, { label: 'INVALID_PARAM_VALUE', message: 'Candlestick too long ago' }, 'BAD_RESPONSE'],
  ['bitfinex', 500, ['error', 10020, 'symbol: invalid'], 'BAD_SYMBOL'],
  ['bitfinex', 500, ['error', 10020, 'limit: invalid'], 'BAD_RESPONSE'],
  ['bitfinex', 500, ['error', 10000, 'unknown: error'], 'SOURCE_DOWN'],
  ['bitfinex', 429, ['error', 11010, 'ratelimit: error'], 'RATE_LIMITED'],
  ['bitfinex', 500, ['error', 11010, 'ratelimit: error'], 'RATE_LIMITED'],
  ['bitfinex', 503, { code: 503, error: 'temporarily_unavailable' }, 'SOURCE_DOWN'],
];

const NOW = Date.UTC(2025, 5, 15);
let server: CannedServer;
let source: ExchangeSource;
afterEach(async () => {
  await source.close();
  await server.close();
});

async function refusedBy(name: string, answer: Answer) {
  server = await CannedServer.start(answer);
  const exchange = EXCHANGES.find((each) => each.name === name)!;
  source = new ExchangeSource(exchange, { baseUrl: server.baseUrl, clock: () => NOW });
  await source.open();
  const window = { interval: 'ONE_HOUR', from: NOW - 36_000_000, to: NOW, signal: unaborted } as const;
  return sourceErrorOf(source.fetchPage('SYMBOL', window));
}

test.each(REFUSALS)('%s: %i with %j is %s', async (name, status, body, code) => {
  const answer = typeof body === 'string' ? text(status, body) : json(status, body);
  expect(await refusedBy(name, answer)).toMatchObject({ code });
});

test('an address that Bybit shuts out rests for ten minutes', async () => {
  expect(await refusedBy('bybit', text(403, 'access too frequent'))).toMatchObject({ retryAfterMs: 600_000 });
});
