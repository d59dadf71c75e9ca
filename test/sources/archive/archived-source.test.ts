import { INTERVAL_MS, type BarInterval } from '../../../src/domain/bar';
import type { TimeRange } from '../../../src/domain/series/time-range';
import { ArchivedBinance, type ArchivedName } from '../../support/archive/archived-binance';
import type { ArchiveTraits } from '../../support/archive/binance-with-archive';
import { Market, type MarketSymbol } from '../../support/exchanges/market';
import { collect } from '../exchanges/collect';

const NOW = Date.UTC(2025, 5, 15, 12, 34, 56);
const SYMBOL = 'BTCUSDT';
const JANUARY = { from: Date.UTC(2024, 0), to: Date.UTC(2024, 1) };
const QUARTER = 15 * 60_000;

let binance: ArchivedBinance;
let market: Market;
afterEach(() => binance.close());

async function open(
  name: ArchivedName = 'binance',
  traits: Partial<ArchiveTraits> = {},
  traded: Partial<MarketSymbol> = {},
): Promise<void> {
  const listed = { symbol: SYMBOL, base: 'BTC', quote: 'USDT', status: 'TRADING', listedAt: 0, holes: [] } as const;
  market = new Market([{ ...listed, ...traded }], () => NOW);
  binance = await ArchivedBinance.open(name, market, traits);
}

/** Expects that exactly the bars of the exchange come, and that they prove the whole window. */
async function expectTruth(window: TimeRange, interval: BarInterval = 'FIFTEEN_MINUTES') {
  const collected = await collect(binance.source, SYMBOL, interval, window);
  expect(collected.bars).toEqual(market.firstBars(SYMBOL, INTERVAL_MS[interval], window.from, window.to));
  expect(collected.covered).toEqual([window]);
  return collected;
}

const namesOf = (paths: readonly string[]) => paths.map((path) => path.split('/').at(-1));

describe('the bars of a month, digit for digit', () => {
  test.each([
    ['in milliseconds, without a header', false, false],
    ['in microseconds', true, false],
    ['with a header', false, true],
  ])('%s', async (_name, isInMicroseconds, hasHeader) => {
    await open('binance', { isInMicroseconds, hasHeader });
    await expectTruth(JANUARY);
    const folder = '/data/spot/monthly/klines/BTCUSDT/15m';
    expect(binance.servers.files).toEqual([
      `${folder}/BTCUSDT-15m-2024-01.zip.CHECKSUM`,
      `${folder}/BTCUSDT-15m-2024-01.zip`,
    ]);
    expect(binance.servers.klines).toEqual([]);
  });

  test('with carriage returns', async () => {
    await open('binance', { hasHeader: true, edit: (lines) => lines.map((line) => `${line}\r`) });
    await expectTruth(JANUARY);
    expect(binance.servers.klines).toEqual([]);
  });

  test('in pages no larger than those of the exchange', async () => {
    await open();
    const { calls } = await expectTruth(JANUARY);
    expect(calls).toBe(2 + Math.ceil((31 * 96) / 1_000));
  });
});

describe('what is asked of whom', () => {
  test('a window that begins and ends within months: files for what is worth it, the exchange for the rest', async () => {
    await open();
    await expectTruth({ from: Date.UTC(2023, 11, 28), to: Date.UTC(2024, 1, 5) });
    expect(namesOf(binance.servers.files)).toEqual(['BTCUSDT-15m-2024-01.zip.CHECKSUM', 'BTCUSDT-15m-2024-01.zip']);
    expect(binance.servers.klines).toHaveLength(2);
  });

  test('hours and days are asked of the exchange alone', async () => {
    await open();
    const years = { from: Date.UTC(2021, 0), to: Date.UTC(2025, 0) };
    await expectTruth(years, 'ONE_HOUR');
    await expectTruth(years, 'ONE_DAY');
    expect(binance.servers.files).toEqual([]);
  });

  test('files of the last two days are not asked for', async () => {
    await open('binance-usdm');
    const day = (date: number) => Date.UTC(2025, 5, date);
    await expectTruth({ from: day(11), to: day(15) }, 'ONE_MINUTE');
    expect(namesOf(binance.servers.files)).toEqual([
      ...['BTCUSDT-1m-2025-06-11.zip.CHECKSUM', 'BTCUSDT-1m-2025-06-11.zip'],
      ...['BTCUSDT-1m-2025-06-12.zip.CHECKSUM', 'BTCUSDT-1m-2025-06-12.zip'],
    ]);
    expect(binance.servers.klines).toHaveLength(Math.ceil((2 * 1_440) / 499));
  });

  test('a month that is missing comes by days, and a day that is missing from the exchange', async () => {
    const missing = ['BTCUSDT-1m-2024-01', 'BTCUSDT-1m-2024-01-02'];
    await open('binance-usdm', { lacks: (name) => missing.includes(name) });
    const days = { from: JANUARY.from, to: JANUARY.from + 3 * INTERVAL_MS.ONE_DAY };
    await expectTruth(days, 'ONE_MINUTE');
    expect(namesOf(binance.servers.files)).toEqual([
      'BTCUSDT-1m-2024-01.zip.CHECKSUM',
      ...['BTCUSDT-1m-2024-01-01.zip.CHECKSUM', 'BTCUSDT-1m-2024-01-01.zip'],
      'BTCUSDT-1m-2024-01-02.zip.CHECKSUM',
      ...['BTCUSDT-1m-2024-01-03.zip.CHECKSUM', 'BTCUSDT-1m-2024-01-03.zip'],
    ]);
    expect(binance.servers.klines).toHaveLength(3);
    expect(binance.warnings).toEqual([]);
  });

  test('the years before a listing cost one request to each', async () => {
    const listedAt = Date.UTC(2023, 11, 5, 10, 20);
    await open('binance', { lacks: (name) => name < 'BTCUSDT-5m-2023-12' }, { listedAt });
    await expectTruth({ from: Date.UTC(2018, 0), to: JANUARY.to }, 'FIVE_MINUTES');
    expect(binance.servers.klines).toHaveLength(1);
    expect(binance.servers.files).toHaveLength(1 + 2 + 2);
  });

  test('a symbol that is no word is not looked for in the archive', async () => {
    const symbol = '../BTCUSDT';
    await open('binance', {}, { symbol });
    await collect(binance.source, symbol, 'FIFTEEN_MINUTES', JANUARY);
    expect(binance.servers.files).toEqual([]);
  });

  test('what is asked for again comes from the file that is here', async () => {
    await open();
    await expectTruth(JANUARY);
    await expectTruth(JANUARY);
    await expectTruth({ from: Date.UTC(2024, 0, 9), to: Date.UTC(2024, 0, 9, 12) });
    expect(binance.servers.files).toHaveLength(2);
    expect(binance.servers.klines).toEqual([]);
  });
});

describe('what the file does not have', () => {
  const hole = { from: Date.UTC(2024, 0, 20, 3), to: Date.UTC(2024, 0, 20, 9) };

  test('a hole that the exchange has as well is proved by the exchange', async () => {
    await open('binance', {}, { holes: [hole] });
    await expectTruth(JANUARY);
    expect(binance.servers.klines.map((query) => Number(query.get('startTime')))).toEqual([hole.from]);
  });

  test('bars that only the exchange has', async () => {
    const isMissing = (line: string) => Number(line.split(',')[0]) >= hole.from && Number(line.split(',')[0]) < hole.to;
    await open('binance', { edit: (lines) => lines.filter((line) => !isMissing(line)) });
    await expectTruth(JANUARY);
    expect(binance.servers.klines).toHaveLength(1);
  });

  test('a hole at the end of the window is proved by two answers', async () => {
    const end = { from: hole.from, to: JANUARY.to };
    await open('binance', {}, { holes: [end] });
    await expectTruth(JANUARY);
    expect(binance.servers.klines.map((query) => Number(query.get('startTime')))).toEqual([end.from, end.from]);
  });
});

describe('rows that are no bars are quarantined, and asked for again', () => {
  const at = Date.UTC(2024, 0, 10, 6);
  const flaws: readonly [string, (line: string) => string[], RegExp][] = [
    ['off the grid', (line) => [line.replace(String(at), String(at + 14_789))], /not aligned/],
    ['off the grid by less than a millisecond', (line) => [line.replace(String(at), `${at}500`)], /^$/],
    [
      'with a high below its open',
      (line) => [line.replace(/^(\d+,[\d.]+),[\d.]+/, '$1,1.00000000')],
      /high 1.00000000 below/,
    ],
    ['twice, with other values', (line) => [line, line.replace(/[\d.]+(?=,[\d.]+,0$)/, '7')], /twice/],
  ];

  test.each(flaws)('%s', async (_name, flawed, flaw) => {
    const edit = (lines: readonly string[]) =>
      lines.flatMap((line) => (line.startsWith(String(at)) ? flawed(line) : [line]));
    await open('binance', { edit });
    const { quarantined } = await expectTruth(JANUARY);
    expect(binance.servers.klines.map((query) => Number(query.get('startTime')))).toEqual([at]);
    expect(quarantined.map(({ time }) => time)).toEqual(flaw.test('') ? [] : [at]);
    for (const row of quarantined) expect(row.flaw).toMatch(flaw);
  });

  test('the row is kept as the file has it', async () => {
    const sent = String((at + 14_789) * 1_000);
    await open('binance', {
      isInMicroseconds: true,
      edit: (lines) => lines.map((line) => line.replace(new RegExp(`^${at}000`), sent)),
    });
    const { quarantined } = await expectTruth(JANUARY);
    expect(JSON.parse(quarantined[0]!.row)).toHaveLength(12);
    expect(JSON.parse(quarantined[0]!.row)[0]).toBe(sent);
  });

  test('a row that comes twice with the same values is asked for, and not quarantined', async () => {
    await open('binance', {
      edit: (lines) => lines.flatMap((line) => (line.startsWith(String(at)) ? [line, line] : [line])),
    });
    const { quarantined } = await expectTruth(JANUARY);
    expect(quarantined).toEqual([]);
    expect(binance.servers.klines).toHaveLength(1);
  });
});

test('whom it asks, it says before it asks', async () => {
  await open();
  const { source, servers } = binance;
  const range = { from: JANUARY.from, to: Date.UTC(2024, 1, 2) };
  const ask = async (from: number) => {
    const asked = source.asks(SYMBOL, 'FIFTEEN_MINUTES', { ...range, from });
    const before = [servers.klines.length, servers.files.length];
    const signal = new AbortController().signal;
    const page = await source.fetchPage(SYMBOL, { interval: 'FIFTEEN_MINUTES', ...range, from, signal });
    const sent = [servers.klines.length - before[0]!, servers.files.length - before[1]!];
    return { asked, sent, next: page === 'ASK_AGAIN' ? from : page.next };
  };
  const quarters = (count: number) => range.from + count * QUARTER;
  expect(await ask(range.from)).toEqual({ asked: 'ARCHIVE', sent: [0, 1], next: range.from });
  expect(await ask(range.from)).toEqual({ asked: 'ARCHIVE', sent: [0, 1], next: range.from });
  expect(await ask(range.from)).toEqual({ asked: 'NOBODY', sent: [0, 0], next: quarters(1_000) });
  expect(await ask(quarters(2_900))).toEqual({ asked: 'NOBODY', sent: [0, 0], next: JANUARY.to });
  expect(await ask(JANUARY.to)).toEqual({ asked: 'SOURCE', sent: [1, 0], next: null });
});
