import { bitstamp } from '../../support/exchanges/bitstamp';
import { NOW, ZERO, HOUR, marketFor, type ExchangeName, type Window, CASES } from './exchange-cases';
import { closeServers, get, hoursOf, pageOf, rowsOf, started, startedBy } from './started-exchange';

afterEach(closeServers);

const WINDOWS: [ExchangeName, string, Window, number[]][] = [
  ...(['binance', 'binance-usdm'] as const).flatMap((name): [ExchangeName, string, Window, number[]][] => [
    [name, 'both bounds inclusive', { from: 0, to: 3 }, [0, 1, 2, 3]],
    [name, 'only candles that open between unaligned bounds', { from: 0.5, to: 2.5 }, [1, 2]],
    [name, 'the first ones from the start', { from: 0, to: 9, limit: 2 }, [0, 1]],
    [name, 'the last ones without a start', { to: 3, limit: 2 }, [2, 3]],
    [name, 'the running one', { from: 99 }, [99, 100]],
  ]),
  ...(['bybit', 'bybit-linear'] as const).flatMap((name): [ExchangeName, string, Window, number[]][] => [
    [name, 'both bounds inclusive', { from: 0, to: 3 }, [3, 2, 1, 0]],
    [name, 'the candle that the start lies in', { from: 0.5, to: 2.5 }, [2, 1, 0]],
    [name, 'the last ones of a window', { from: 0, to: 9, limit: 2 }, [9, 8]],
    [name, 'the first ones from a start alone', { from: 0, limit: 2 }, [1, 0]],
    [name, 'the last ones up to an end alone', { to: 3, limit: 2 }, [3, 2]],
  ]),
  ['okx', 'both bounds exclusive', { from: 0, to: 3 }, [2, 1]],
  ['okx', 'the newest with `before` alone', { from: 0, limit: 2 }, [100, 99]],
  ['okx', 'the next older with `after` alone', { to: 3, limit: 2 }, [2, 1]],
  ['coinbase', 'both bounds inclusive', { from: 0, to: 3 }, [3, 2, 1, 0]],
  ['coinbase', 'only candles that open between unaligned bounds', { from: 0.5, to: 2.5 }, [2, 1]],
  ['kraken', 'what is newer than since', { from: 97 }, [98, 99, 100]],
  ['kraken', 'the running one, whatever since is', { from: 500 }, [100]],
  ['kucoin', 'the start inclusive, the end exclusive', { from: 0, to: 3 }, [2, 1, 0]],
  ['kucoin', 'only candles that open between unaligned bounds', { from: 0.5, to: 2.5 }, [2, 1]],
  ['kucoin', 'nothing without an end', { from: 0 }, []],
  ['bitstamp', 'the last ones up to the end, whatever the start is', { from: 2, to: 3, limit: 4 }, [0, 1, 2, 3]],
  ['bitstamp', 'the last ones up to an unaligned end', { to: 2.5, limit: 2 }, [1, 2]],
  ['bitstamp', 'the first ones from a start alone', { from: 0, limit: 2 }, [0, 1]],
  ['bitstamp', 'the newest without bounds', { limit: 2 }, [99, 100]],
  ['gate', 'both bounds inclusive', { from: 0, to: 3 }, [0, 1, 2, 3]],
  ['gate', 'the candle that the start lies in', { from: 0.5, to: 2.5 }, [0, 1, 2]],
  ['gate', 'the newest without bounds', { limit: 2 }, [99, 100]],
  ['bitfinex', 'both bounds inclusive', { from: 0, to: 3 }, [0, 1, 2, 3]],
  ['bitfinex', 'the first ones from the start', { from: 0.5, to: 9, limit: 2 }, [1, 2]],
];

test.each(WINDOWS)('%s sends %s', async (name, _what, window, hours) => {
  const { server } = await started(name);
  expect(await hoursOf(name, server, window)).toEqual(hours);
});

const COUNTS: [ExchangeName, Window, number][] = [
  ['binance', {}, 500],
  ['binance', { limit: 5000 }, 1000],
  ['binance-usdm', {}, 500],
  ['binance-usdm', { limit: 1500 }, 1500],
  ['bybit', {}, 200],
  ['bybit', { limit: 5000 }, 1000],
  ['okx', {}, 100],
  ['okx', { limit: 5000 }, 300],
  ['coinbase', {}, 300],
  ['coinbase', { from: -299, to: 0 }, 300],
  ['kraken', {}, 718],
  ['kraken', { from: -10_000 }, 718],
  ['kucoin', { from: -9000, to: 0 }, 1500],
  ['bitstamp', { limit: 1000 }, 1000],
  ['gate', {}, 98],
  ['gate', { from: -999, to: 0 }, 1000],
  ['bitfinex', {}, 100],
  ['bitfinex', { limit: 10_000 }, 10_000],
];

test.each(COUNTS)('%s answers %j with %d rows', async (name, window, count) => {
  const { server } = await started(name);
  expect(await rowsOf(name, server, window)).toHaveLength(count);
});

const NAMES = Object.keys(CASES) as ExchangeName[];

test.each(NAMES)('%s sends the digits of the truth, in its columns', async (name) => {
  const { server, market } = await started(name);
  const { columns, symbols, time, unitMs } = CASES[name];
  const rows = await rowsOf(name, server, pageOf(name, 95, 99));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) {
    const opensAt = Number(row[time]) * unitMs;
    const [bar] = market.firstBars(symbols[0], HOUR, opensAt, opensAt + 1);
    const told = Object.entries(columns).map(([column, at]) => [column, row[at]]);
    expect(bar).toMatchObject(Object.fromEntries(told));
  }
});

const FILLS = ['binance', 'binance-usdm', 'bybit', 'bybit-linear', 'okx', 'kraken', 'bitstamp', 'gate'];

test.each(NAMES)('%s leaves hours without a trade out, or has flat bars for them if so started', async (name) => {
  const hours = async (fillEmpty: boolean) => {
    const { server } = await started(name, { fillEmpty });
    return hoursOf(name, server, pageOf(name, 18, 24));
  };
  expect(await hours(false)).not.toContain(20);
  const told = await hours(true);
  expect(told.includes(20) && told.includes(21)).toBe(FILLS.includes(name));
});

test('a bar for an hour without a trade is at the last price and has no volume', async () => {
  const { server } = await started('gate', { fillEmpty: true });
  const [before, empty] = await rowsOf('gate', server, { from: 19, to: 20 });
  const close = before![2];
  expect(empty).toEqual([
    `${(ZERO + 20 * HOUR) / 1000}`,
    '0.00000000',
    close,
    close,
    close,
    close,
    '0.00000000',
    'true',
  ]);
});

test('the running candle is marked by the exchanges that mark it', async () => {
  const { server: okx } = await started('okx');
  expect((await rowsOf('okx', okx, { limit: 2 })).map((row) => row[8])).toEqual(['0', '1']);
  const { server: gate } = await started('gate');
  expect((await rowsOf('gate', gate, { limit: 2 })).map((row) => row[7])).toEqual(['true', 'false']);
});

test('OKX has the last 1,440 candles on one route, and all but the running one on the other', async () => {
  const { server } = await started('okx');
  expect(await hoursOf('okx', server, { to: 101 - 1438, limit: 5 })).toEqual([100 - 1438, 100 - 1439]);
  const history = async (query: string) => {
    const path = `/api/v5/market/history-candles?instId=BTC-USDT&bar=1H&limit=1${query}`;
    const { data } = JSON.parse((await get(server, path)).text) as { data: string[][] };
    return Number(data[0]![0]);
  };
  expect(await history('')).toBe(ZERO + 99 * HOUR);
  expect(await history(`&after=${ZERO - 5000 * HOUR}`)).toBe(ZERO - 5001 * HOUR);
});

test("OKX's day opens at 16:00 UTC, unless it is asked for in UTC", async () => {
  const { server } = await started('okx');
  const opensAt = async (interval: string) => Number((await rowsOf('okx', server, { interval, limit: 1 }))[0]![0]);
  expect(await opensAt('1Dutc')).toBe(Date.UTC(2024, 5, 18));
  expect(await opensAt('1D')).toBe(Date.UTC(2024, 5, 17, 16));
});

test('Gate goes 10,000 candles back', async () => {
  const { server } = await started('gate');
  expect(await hoursOf('gate', server, { from: 100 - 10_000, to: 101 - 10_000 })).toEqual([-9900, -9899]);
});

test('Kraken answers by the key of the pair, whose last row is the running candle even without a trade', async () => {
  const market = marketFor('kraken', { from: ZERO + 99 * HOUR, to: NOW + HOUR });
  const server = await startedBy('kraken', market);
  const { text } = await get(server, '/0/public/OHLC?pair=XBTUSD&interval=60');
  const { result } = JSON.parse(text) as { result: Record<string, [number, ...unknown[]][]> };
  expect(Object.keys(result)).toEqual(['XXBTZUSD', 'last']);
  const rows = result['XXBTZUSD']!;
  expect(rows.slice(-2).map(([time]) => (time * 1000 - ZERO) / HOUR)).toEqual([98, 100]);
  expect(rows.at(-1)!.slice(6)).toEqual(['0.00000000', 0]);
  expect(result['last']).toBe((ZERO + 99 * HOUR) / 1000);
});

test('Bitstamp repeats a row at the beginning of a full page, if so started', async () => {
  const server = await startedBy(bitstamp, marketFor('bitstamp'), { repeatRows: true });
  expect(await hoursOf('bitstamp', server, { to: 9, limit: 4 })).toEqual([7, 7, 8, 9]);
});
