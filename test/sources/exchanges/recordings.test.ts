import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'lossless-json';
import { INTERVAL_MS, type Bar, type BarInterval } from '../../../src/domain/bar';
import { EXCHANGES } from '../../../src/sources/exchanges';
import { ExchangeSource } from '../../../src/sources/exchange/exchange-source';
import { describeWithRecordings, RECORDINGS_FOLDER } from '../../support/binance-replay-server';
import { CannedServer, text } from '../canned-server';
import { collect } from './collect';

type Row = readonly string[];

interface Recording {
  readonly source: string;
  readonly symbol: string;
  readonly interval: BarInterval;
  readonly file: string;
  /** Takes the rows out of the body, in its order. */
  readonly rows: (body: never) => Row[];
  /** Puts some of the rows into a body. */
  readonly body: (rows: string) => string;
  readonly unit: 1 | 1_000;
  /** The last row is the running bar. */
  readonly isRunning?: true;
  /** Order of the values in a row. */
  readonly values: readonly (keyof Bar | null)[];
}

const KLINE = ['time', 'open', 'high', 'low', 'close', 'volume', null, 'quoteVolume', 'trades', 'takerVolume'] as const;
const bare = (rows: string) => rows;

/** Recordings of a page or more, with the order of the values as the exchanges' documents say it. */
const RECORDINGS: readonly Recording[] = [
  {
    ...{ source: 'binance-usdm', symbol: 'LTCUSDT', interval: 'FIVE_MINUTES', unit: 1, body: bare, values: KLINE },
    file: 'more/binance_usdm/04_candles_5m_500rows.json',
    rows: (body: Row[]) => body,
  },
  {
    ...{ source: 'bybit', symbol: 'BTCUSDT', interval: 'ONE_DAY', unit: 1 },
    file: 'more/bybit/01_candles_spot_D_200rows_wire.json',
    rows: (body: { result: { list: Row[] } }) => body.result.list.toReversed(),
    body: (rows: string) =>
      `{"retCode":0,"retMsg":"OK","result":{"category":"spot","symbol":"BTCUSDT","list":${rows}}}`,
    values: ['time', 'open', 'high', 'low', 'close', 'volume', 'quoteVolume'],
  },
  {
    ...{ source: 'coinbase', symbol: 'BTC-USD', interval: 'ONE_MINUTE', unit: 1_000, body: bare },
    file: 'more/coinbase_exchange/01_candles_60s_300rows_a.json',
    rows: (body: Row[]) => body.toReversed(),
    values: ['time', 'low', 'high', 'open', 'close', 'volume'],
  },
  {
    ...{ source: 'kraken', symbol: 'XBTUSD', interval: 'ONE_MINUTE', unit: 1_000, isRunning: true },
    file: 'kraken/ohlc_XXBTZUSD_1m_720.json',
    rows: (body: { result: { XXBTZUSD: Row[] } }) => body.result.XXBTZUSD,
    body: (rows: string) => `{"error":[],"result":{"XXBTZUSD":${rows},"last":1502445600}}`,
    values: ['time', 'open', 'high', 'low', 'close', null, 'volume', 'trades'],
  },
] as unknown as Recording[];

describeWithRecordings('recorded answers of exchanges come back digit for digit', () => {
  let server: CannedServer;
  beforeEach(async () => void (server = await CannedServer.start()));
  afterEach(() => server.close());

  test.each(RECORDINGS.map((recording) => [recording.source, recording] as const))('%s', async (_name, recording) => {
    const recorded = readFileSync(resolve(RECORDINGS_FOLDER, recording.file), 'utf8');
    const rows = recording.rows(parse(recorded, null, (digits) => digits) as never);
    const all = rows.map((row) => barOf(row, recording));
    const truth = recording.isRunning ? all.slice(0, -1) : all;
    const end = truth.at(-1)!.time + INTERVAL_MS[recording.interval];
    server.answer = (request, response) =>
      text(200, within(recorded, rows, recording, request.url!))(request, response);
    const description = EXCHANGES.find(({ name }) => name === recording.source)!;
    const source = new ExchangeSource(description, { baseUrl: server.baseUrl, clock: () => end });
    await source.open();
    const window = { from: truth[0]!.time, to: end };
    const { bars, quarantined } = await collect(source, recording.symbol, recording.interval, window);
    await source.close();
    expect(quarantined).toEqual([]);
    expect(bars).toEqual(truth);
    expect(bars.length).toBeGreaterThanOrEqual(200);
  });
});

/** The body as recorded; for a source whose page holds fewer rows, those that it asked for, as they were recorded. */
function within(recorded: string, rows: readonly Row[], { body, unit }: Recording, url: string): string {
  const query = new URL(url, 'http://exchange').searchParams;
  const [from, limit] = [query.get('startTime'), Number(query.get('limit'))];
  if (from === null || limit >= rows.length) return recorded;
  const texts = recorded.match(/\[[^[\]]+\]/g)!;
  const asked = texts.filter((_row, index) => Number(rows[index]![0]) * unit >= Number(from));
  return body(`[${asked.slice(0, limit).join()}]`);
}

function barOf(row: Row, { values, unit }: Recording): Bar {
  const nothing = { quoteVolume: null, trades: null, takerVolume: null };
  const named = Object.fromEntries(values.flatMap((value, index) => (value ? [[value, row[index]!]] : [])));
  const { time, trades } = named;
  return {
    ...nothing,
    ...named,
    time: Number(time) * unit,
    trades: trades === undefined ? null : Number(trades),
  } as Bar;
}
