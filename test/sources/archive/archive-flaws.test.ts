import type { ServerResponse } from 'node:http';
import { ArchivedBinance } from '../../support/archive/archived-binance';
import type { ArchiveTraits } from '../../support/archive/binance-with-archive';
import { zipOf } from '../../support/archive/zip';
import { Market } from '../../support/exchanges/market';
import { collect } from '../exchanges/collect';

const NOW = Date.UTC(2025, 5, 15, 12, 34, 56);
const JANUARY = { from: Date.UTC(2024, 0), to: Date.UTC(2024, 1) };
const NAME = 'BTCUSDT-15m-2024-01';
const QUARTER = 15 * 60_000;
/** Pages of the exchange for the whole month. */
const PAGES = 3;

const listed = { symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', status: 'TRADING', listedAt: 0, holes: [] } as const;
const market = new Market([listed], () => NOW);
const truth = market.firstBars('BTCUSDT', QUARTER, JANUARY.from, JANUARY.to);

let binance: ArchivedBinance;
afterEach(() => binance.close());

async function open(traits: Partial<ArchiveTraits> = {}): Promise<void> {
  binance = await ArchivedBinance.open('binance', market, traits);
}

/** Expects the exchange's bars, with the exchange's proof. */
async function expectTruth(): Promise<void> {
  const { bars, covered, quarantined } = await collect(binance.source, 'BTCUSDT', 'FIFTEEN_MINUTES', JANUARY);
  expect(bars).toEqual(truth);
  expect(covered).toEqual([JANUARY]);
  expect(quarantined).toEqual([]);
}

describe('a file that is not what it should be is not used, and told once', () => {
  const text = (zip: ArchiveTraits['pack']) => ({ pack: zip });
  const lines = (edit: ArchiveTraits['edit']) => ({ edit });
  const flipped = (zip: Buffer) => {
    const copy = Buffer.from(zip);
    copy[copy.length >> 1]! ^= 1;
    return copy;
  };
  const flaws: readonly [string, Partial<ArchiveTraits>, RegExp][] = [
    ['a bit is another', { spoil: flipped }, /checksum is another/],
    ['it breaks off', { spoil: (zip) => zip.subarray(0, -100) }, /checksum is another/],
    ['it is no zip', text(async () => Buffer.alloc(5_000, 'x')), /broken zip/],
    ['it is empty', text(async () => Buffer.alloc(0)), /broken zip/],
    ['it holds another file', text((csv) => zipOf({ 'ETHUSDT-15m-2024-01.csv': csv })), /another file/],
    ['it holds two files', text((csv) => zipOf({ [`${NAME}.csv`]: csv, more: csv })), /2 files/],
    ['its text is damaged', text(async (csv) => flipped(await zipOf({ [`${NAME}.csv`]: csv }))), /broken zip|line|row/],
    ['its text is longer than it says', text((csv) => lying(csv, 1_000)), /broken zip: too many bytes/],
    ['its text is shorter than it says', text((csv) => lying(csv, 10_000_000)), /broken zip: not enough bytes/],
    ['it is a bomb', text(() => zipOf({ [`${NAME}.csv`]: '1'.repeat(40 * 1024 * 1024) })), /too long/],
    [
      'it is a bomb that lies',
      text(() => lying('1'.repeat(40 * 1024 * 1024), 5_000_000)),
      /line does not end|too many/,
    ],
    ['it is larger than any file', text(async () => Buffer.alloc(9 * 1024 * 1024)), /max/i],
    ['it has other columns', lines((rows) => ['open_time,close', ...rows]), /other columns/],
    ['it has more columns', lines((rows) => rows.map((row) => `${row},1`)), /13 values/],
    ['it is of another month', lines((rows) => rows.map(later)), /outside of its time/],
    ['it goes backwards', lines((rows) => rows.toReversed()), /too late/],
    [
      'a time is none',
      lines((rows) => rows.map((row) => row.replace(/^\d+/, 'now'))),
      /does not begin with a time|columns/,
    ],
    ['it is full of holes', lines((rows) => rows.filter((_row, n) => n % 20 > 0)), /100 holes/],
    [
      'it has nothing but bad rows',
      lines((rows) => rows.map((row) => row.replace(/^(\d+)000,/, '$1789,'))),
      /1000 bad rows/,
    ],
  ];

  test.each(flaws)('%s', async (_name, traits, reason) => {
    await open(traits);
    await expectTruth();
    await expectTruth();
    expect(binance.servers.files).toHaveLength(2);
    expect(binance.servers.klines).toHaveLength(2 * PAGES);
    expect(binance.warnings).toEqual([
      {
        archive: 'binance-archive',
        path: `/data/spot/monthly/klines/BTCUSDT/15m/${NAME}.zip`,
        reason: expect.stringMatching(reason),
        message: 'a file of the archive is not used; the exchange is asked instead',
      },
    ]);
    expect(await binance.leftFiles()).toEqual([]);
  });

  test.each([
    ['has a price that is no number', (row: string) => row.replace(/,[\d.]+/, ',none')],
    ['is cut', (row: string) => row.slice(0, 40)],
  ])('a row %s: the pages before it are kept', async (_name, spoilt) => {
    await open({ edit: (rows) => rows.map((row, n) => (n === 1_500 ? spoilt(row) : row)) });
    await expectTruth();
    expect(binance.servers.klines.map((query) => Number(query.get('startTime')))).toEqual(
      [1_000, 2_000].map((n) => JANUARY.from + n * QUARTER),
    );
    expect(binance.warnings).toHaveLength(1);
  });

  test.each([
    ['of another file', (sum: string) => `${sum}  ETHUSDT-15m-2024-01.zip\n`],
    ['that is none', () => '<html>welcome</html>'],
    ['that is empty', () => ''],
  ])('a checksum %s', async (_name, body) => {
    await open();
    binance.servers.interfere = (path, response) =>
      answered(path.endsWith('.CHECKSUM'), response, 200, body('0'.repeat(64)));
    await expectTruth();
    expect(binance.servers.files).toHaveLength(1);
    expect(binance.warnings).toMatchObject([{ reason: expect.stringMatching(/checksum/) }]);
  });
});

describe('an archive that fails is left alone, told once, and the exchange is asked', () => {
  const failures: readonly [string, (response: ServerResponse) => void][] = [
    ['503', (response) => void response.writeHead(503).end()],
    ['429, with a rest of an hour', (response) => void response.writeHead(429, { 'retry-after': '3600' }).end()],
    ['a connection that is reset', (response) => void response.destroy()],
  ];

  test.each(failures)('%s', async (_name, fail) => {
    await open();
    binance.servers.interfere = (_path, response) => (fail(response), true);
    await expectTruth();
    await expectTruth();
    expect(binance.servers.files).toHaveLength(1);
    expect(binance.servers.klines).toHaveLength(2 * PAGES);
    expect(binance.warnings).toMatchObject([
      { message: 'the archive is left alone for a while; the exchange is asked instead' },
    ]);
  });

  test('403 for each file: nothing is there', async () => {
    await open();
    binance.servers.interfere = (_path, response) => answered(true, response, 403, 'forbidden');
    await expectTruth();
    expect(binance.servers.files).toHaveLength(1);
    expect(binance.warnings).toEqual([]);
  });

  test('nobody listens', async () => {
    await open();
    await binance.servers.archive.close();
    await expectTruth();
    expect(binance.warnings).toHaveLength(1);
  });

  test('the disk does not take the file', async () => {
    await open();
    await binance.blockFolder();
    await expectTruth();
    expect(binance.servers.files).toHaveLength(2);
    expect(binance.warnings).toHaveLength(1);
  });
});

function answered(isMeant: boolean, response: ServerResponse, status: number, body: string): boolean {
  if (isMeant) response.writeHead(status).end(body);
  return isMeant;
}

function later(row: string): string {
  return row.replace(/^\d+/, (time) => String(Number(time) + 31 * 24 * 3_600_000));
}

/** A zip that says another size of its text. */
async function lying(text: string, size: number): Promise<Buffer> {
  const zip = await zipOf({ [`${NAME}.csv`]: text });
  const entry = zip.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  zip.writeUInt32LE(size, entry + 24);
  return zip;
}
