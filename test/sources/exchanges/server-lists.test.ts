import { Market } from '../../support/exchanges/market';
import { CASES, LISTED_AT, NOW, type ExchangeName } from './exchange-cases';
import { closeServers, get, started, startedBy } from './started-exchange';

afterEach(closeServers);

type Entry = Record<string, unknown>;
const listed = String(LISTED_AT);

/** How an exchange tells its symbols: where the list is, which fields, and what they say of each symbol. */
const LISTS: [ExchangeName, (body: never) => Entry[], fields: string[], told: unknown[][]][] = [
  [
    'binance',
    ({ symbols }: { symbols: Entry[] }) => symbols,
    ['symbol', 'baseAsset', 'quoteAsset', 'status'],
    [
      ['BTCUSDT', 'BTC', 'USDT', 'TRADING'],
      ['ETHUSDT', 'ETH', 'USDT', 'HALT'],
      ['OLDUSDT', 'OLD', 'USDT', 'BREAK'],
    ],
  ],
  [
    'binance-usdm',
    ({ symbols }: { symbols: Entry[] }) => symbols,
    ['symbol', 'baseAsset', 'quoteAsset', 'status', 'onboardDate'],
    [
      ['BTCUSDT', 'BTC', 'USDT', 'TRADING', LISTED_AT],
      ['ETHUSDT', 'ETH', 'USDT', 'PRE_SETTLE', LISTED_AT],
      ['OLDUSDT', 'OLD', 'USDT', 'SETTLING', LISTED_AT],
    ],
  ],
  [
    'bybit',
    ({ result }: { result: { list: Entry[] } }) => result.list,
    ['symbol', 'baseCoin', 'quoteCoin', 'status', 'launchTime'],
    [['BTCUSDT', 'BTC', 'USDT', 'Trading', undefined]],
  ],
  [
    'bybit-linear',
    ({ result }: { result: { list: Entry[] } }) => result.list,
    ['symbol', 'baseCoin', 'quoteCoin', 'status', 'launchTime'],
    [['BTCUSDT', 'BTC', 'USDT', 'Trading', listed]],
  ],
  [
    'okx',
    ({ data }: { data: Entry[] }) => data,
    ['instId', 'baseCcy', 'quoteCcy', 'state', 'listTime'],
    [
      ['BTC-USDT', 'BTC', 'USDT', 'live', listed],
      ['ETH-USDT', 'ETH', 'USDT', 'suspend', listed],
    ],
  ],
  [
    'coinbase',
    (body: Entry[]) => body,
    ['id', 'base_currency', 'quote_currency', 'status', 'trading_disabled'],
    [
      ['BTC-USD', 'BTC', 'USD', 'online', false],
      ['ETH-USD', 'ETH', 'USD', 'online', true],
      ['OLD-USD', 'OLD', 'USD', 'delisted', true],
    ],
  ],
  [
    'kraken',
    ({ result }: { result: Record<string, Entry> }) => Object.entries(result).map(([key, pair]) => ({ key, ...pair })),
    ['key', 'altname', 'wsname', 'base', 'quote', 'status'],
    [
      ['XXBTZUSD', 'XBTUSD', 'XBT/USD', 'XXBT', 'ZUSD', 'online'],
      ['XETHZUSD', 'ETHUSD', 'ETH/USD', 'XETH', 'ZUSD', 'cancel_only'],
    ],
  ],
  [
    'kucoin',
    ({ data }: { data: Entry[] }) => data,
    ['symbol', 'baseCurrency', 'quoteCurrency', 'enableTrading'],
    [
      ['BTC-USDT', 'BTC', 'USDT', true],
      ['ETH-USDT', 'ETH', 'USDT', false],
    ],
  ],
  [
    'bitstamp',
    (body: Entry[]) => body,
    ['market_symbol', 'base_currency', 'counter_currency', 'trading'],
    [
      ['btcusd', 'BTC', 'USD', 'Enabled'],
      ['ethusd', 'ETH', 'USD', 'Disabled'],
    ],
  ],
  [
    'gate',
    (body: Entry[]) => body,
    ['id', 'base', 'quote', 'trade_status'],
    [
      ['BTC_USDT', 'BTC', 'USDT', 'tradable'],
      ['ETH_USDT', 'ETH', 'USDT', 'untradable'],
      ['OLD_USDT', 'OLD', 'USDT', 'untradable'],
    ],
  ],
  ['bitfinex', ([pairs]: [string[]]) => pairs.map((pair) => ({ pair })), ['pair'], [['BTCUSD'], ['ETHUSD']]],
];

test.each(LISTS)('%s tells its symbols', async (name, entriesOf, fields, told) => {
  const { server } = await started(name);
  const { status, text } = await get(server, CASES[name].markets);
  expect(status).toBe(200);
  expect(entriesOf(JSON.parse(text) as never).map((entry) => fields.map((field) => entry[field]))).toEqual(told);
});

test('a listing date may be told too late', async () => {
  const { server } = await started('okx', { listingToldLateMs: 1000 });
  const { text } = await get(server, CASES.okx.markets);
  expect(JSON.parse(text).data[0].listTime).toBe(String(LISTED_AT + 1000));
});

test("Bybit's list of linear contracts is read by the page, that of spot at once", async () => {
  const symbols = Array.from({ length: 6 }, (_, i) => `S${i}USDT`);
  const common = { base: 'S', quote: 'USDT', status: 'TRADING', listedAt: LISTED_AT, holes: [] } as const;
  const market = new Market(
    symbols.map((symbol) => ({ ...common, symbol })),
    () => NOW,
  );
  const server = await startedBy('bybit', market);
  const page = async (query: string) => {
    const { text } = await get(server, `/v5/market/instruments-info?${query}`);
    const { result } = JSON.parse(text) as { result: { list: Entry[]; nextPageCursor?: string } };
    return { symbols: result.list.map(({ symbol }) => symbol), cursor: result.nextPageCursor };
  };
  const first = await page('category=linear&limit=3');
  expect(first.symbols).toEqual(symbols.slice(0, 3));
  const next = `category=linear&limit=3&cursor=${encodeURIComponent(first.cursor!)}`;
  expect(await page(next)).toEqual({ symbols: symbols.slice(3), cursor: '' });
  expect(await page('category=spot&limit=3')).toEqual({ symbols, cursor: undefined });
});
