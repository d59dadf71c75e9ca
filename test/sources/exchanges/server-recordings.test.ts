import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describeWithRecordings, RECORDINGS_FOLDER } from '../../support/binance-replay-server';
import { CASES, HOUR, ZERO, type ExchangeCase, type ExchangeName, type Window } from './exchange-cases';
import { closeServers, get, pathOf, started } from './started-exchange';

afterEach(closeServers);

const recorded = (file: string): unknown => JSON.parse(readFileSync(resolve(RECORDINGS_FOLDER, file), 'utf8'));
const typesOf = (row: readonly unknown[]) => row.map((value) => typeof value);

type Row = (string | number)[];
type Entry = Record<string, unknown>;
interface Klines {
  readonly result: { readonly list: Row[] };
}

const pairRows = ({ result }: { result: Record<string, Row[]> }) => Object.values(result)[0]!;

const ROWS: [ExchangeName, file: string, rows: (body: never) => Row[]][] = [
  ['binance', 'binance/08_api_v3_klines.json', (body: Row[]) => body],
  ['binance', 'more/binance_spot/04_candles_1h_with_weight_headers.json', (body: Row[]) => body],
  ['binance-usdm', 'more/binance_usdm/05_candles_1h_2024.json', (body: Row[]) => body],
  ['bybit', 'more/bybit/03_candles_spot_1h.json', ({ result }: { result: { list: Row[] } }) => result.list],
  ['okx', 'more/okx/01_candles_history_1H_spot.json', ({ data }: { data: Row[] }) => data],
  ['okx', 'more/okx/03_candles_1m_open_candle.json', ({ data }: { data: Row[] }) => data],
  ['coinbase', 'more/coinbase_exchange/01_candles_60s_300rows_a.json', (body: Row[]) => body],
  ['coinbase', 'more/coinbase_exchange/05_candles_3600s_1row_2024.json', (body: Row[]) => body],
  ['kraken', 'kraken/ohlc_XXBTZUSD_1m_720.json', pairRows],
  ['kraken', 'more/kraken/02_candles_1m_zero_volume.json', pairRows],
  ['kucoin', 'more/kucoin/02_candles_15min.json', ({ data }: { data: Row[] }) => data],
  ['gate', 'more/gate/02_candles_8col.json', (body: Row[]) => body],
  ['bitfinex', 'more/bitfinex/01_candles_1m_sparse.json', (body: Row[]) => body],
];

/** Error bodies as recorded, by what is asked for. */
const ERRORS: [ExchangeName, file: string, Window][] = [
  ['binance', 'more/binance_spot/05_err_invalid_interval_with_headers.json', { interval: '1' }],
  ['binance', 'more/binance_spot/06_err_unknown_symbol.json', { symbol: 'IDONTEXIST' }],
  ['binance-usdm', 'more/binance_usdm/08_err_unknown_symbol.json', { symbol: 'IDONTEXIST' }],
  ['bybit', 'more/bybit/10_err_unknown_symbol.json', { symbol: 'IDONTEXIST' }],
  ['kucoin', 'more/kucoin/09_err_unsupported_pair.json', { symbol: 'IDONTEXIST', to: 0 }],
];

/** Error bodies as recorded, of a client that asks too often. */
const TOO_OFTEN: [ExchangeName, file: string][] = [
  ['kraken', 'more/kraken/09_err_too_many_requests.json'],
  ['bitfinex', 'more/bitfinex/05_err_rate_limit.json'],
];

const firstOf = (result: unknown) => (result as { list: Entry[] }).list[0]!;

/** Answers with a list of symbols, and where in them a symbol is. */
const SYMBOLS: [ExchangeName, file: string, (body: never) => Entry][] = [
  ['binance', 'binance/02_api_v3_exchangeInfo.json', ({ symbols }: { symbols: Entry[] }) => symbols[0]!],
  [
    'binance-usdm',
    'more/binance_usdm/06_symbols_exchangeinfo.json',
    ({ symbols }: { symbols: Entry[] }) => symbols[0]!,
  ],
  ['bybit', 'more/bybit/05_symbols_spot.json', ({ result }: { result: { list: Entry[] } }) => result.list[0]!],
  // Recorded without its envelope.
  ['bybit-linear', 'more/bybit/07_symbols_linear_trimmed.json', (body: Entry) => firstOf(body['result'] ?? body)],
  ['okx', 'more/okx/06_symbols_spot.json', ({ data }: { data: Entry[] }) => data[0]!],
  [
    'kraken',
    'more/kraken/07_symbols_assetpairs_docs.json',
    ({ result }: { result: Record<string, Entry> }) => result['XXBTZUSD']!,
  ],
  ['kucoin', 'more/kucoin/05_symbols_v2_docs.json', ({ data }: { data: Entry[] }) => data[0]!],
  ['gate', 'more/gate/06_symbols_currency_pair_entry_ccxt.json', (body: Entry | Entry[]) => [body].flat()[0]!],
];

describeWithRecordings('the servers, compared with recorded answers', () => {
  test.each(ROWS)('%s has the rows of %s: columns, their types and their order', async (name, file, rowsIn) => {
    const { server } = await started(name);
    const answer: unknown = JSON.parse((await get(server, pathOf(name, { from: 94, to: 99 }))).text);
    const [ours, theirs] = [rowsIn(answer as never), rowsIn(recorded(file) as never)];
    expect(ours.length).toBeGreaterThan(1);
    for (const row of theirs) expect(typesOf(ours[0]!)).toEqual(typesOf(row));
    const { time, columns }: ExchangeCase = CASES[name];
    const step = (rows: typeof ours) => Math.sign(Number(rows[1]![time as 0]) - Number(rows[0]![time as 0]));
    if (theirs.length > 1) expect(step(ours)).toBe(step(theirs));
    // The columns are those of the recording if its prices are in them as they must be.
    for (const row of theirs) {
      const [open, high, low, close] = ['open', 'high', 'low', 'close'].map((column) =>
        Number(row[columns[column as 'open'] as number]),
      ) as [number, number, number, number];
      expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
      expect(low).toBeLessThanOrEqual(Math.min(open, close));
    }
  });

  test.each(ERRORS)('%s answers as in %s to %j', async (name, file, window) => {
    const { server } = await started(name);
    const { text } = await get(server, pathOf(name, window));
    const { time: _clock, ...body } = recorded(file) as Entry;
    expect(JSON.parse(text)).toMatchObject(body);
  });

  test.each(TOO_OFTEN)('%s answers as in %s to who asks too often', async (name, file) => {
    const { server } = await started(name, { limits: { weight: 0, perMs: 3_600_000 } });
    expect(JSON.parse((await get(server, pathOf(name, {}))).text)).toEqual(recorded(file));
  });

  test.each(SYMBOLS)('%s tells of a symbol what %s has, in the same types', async (name, file, entryOf) => {
    const { server } = await started(name);
    const ours = entryOf(JSON.parse((await get(server, CASES[name].markets)).text) as never);
    const theirs = entryOf(recorded(file) as never);
    const types = (entry: Entry) =>
      Object.fromEntries(Object.entries(entry).map(([field, value]) => [field, typeof value]));
    expect(types(theirs)).toMatchObject(types(ours));
  });

  test('the window of 300 minutes that was recorded of Coinbase has 300 rows', async () => {
    const rows = recorded('more/coinbase_exchange/01_candles_60s_300rows_a.json') as number[][];
    expect(rows).toHaveLength(300);
    const { server } = await started('coinbase');
    const [from, to] = [ZERO, ZERO + 299 * 60_000].map((time) => new Date(time).toISOString());
    const { text } = await get(server, `/products/BTC-USD/candles?granularity=60&start=${from}&end=${to}`);
    const spanOf = (of: number[][]) => of[0]![0]! - of.at(-1)![0]!;
    const ours = JSON.parse(text) as number[][];
    expect([ours.length, spanOf(ours)]).toEqual([300, spanOf(rows)]);
  });

  test('an answer of Bybit without a limit has as many rows as the recorded one', async () => {
    const theirs = recorded('more/bybit/01_candles_spot_D_200rows_wire.json') as Klines;
    const { server } = await started('bybit');
    const ours = JSON.parse((await get(server, pathOf('bybit', { interval: 'D' }))).text) as Klines;
    expect(ours.result.list).toHaveLength(theirs.result.list.length);
    expect(ours.result.list.at(-1)![0]).toBe(String(Date.UTC(2024, 5, 18) - 199 * 24 * HOUR));
  });
});
