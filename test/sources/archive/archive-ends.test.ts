import type { ServerResponse } from 'node:http';
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesAt } from '../../../src/sources/archive/archive-files';
import { CsvScan } from '../../../src/sources/archive/text/csv-scan';
import { SpooledFile } from '../../../src/sources/archive/text/spooled-file';
import { ArchivedBinance } from '../../support/archive/archived-binance';
import { eventually } from '../../support/eventually';
import { Market } from '../../support/exchanges/market';
import { collect } from '../exchanges/collect';
import { unaborted } from '../source-error';

const NOW = Date.UTC(2025, 5, 15, 12, 34, 56);
const JANUARY = { from: Date.UTC(2024, 0), to: Date.UTC(2024, 1) };
const ASKED = { interval: 'FIFTEEN_MINUTES', ...JANUARY } as const;
const QUARTER = 15 * 60_000;

const listed = (symbol: string) =>
  ({ symbol, base: 'B', quote: 'Q', status: 'TRADING', listedAt: 0, holes: [] }) as const;
const market = new Market(['BTCUSDT', 'ETHUSDT', 'LTCUSDT'].map(listed), () => NOW);
const truthOf = (symbol: string) => market.firstBars(symbol, QUARTER, JANUARY.from, JANUARY.to);

describe('an end at any time', () => {
  let binance: ArchivedBinance;
  beforeEach(async () => void (binance = await ArchivedBinance.open('binance', market)));
  afterEach(() => binance.close());

  const fetch = (signal: AbortSignal) => binance.source.fetchPage('BTCUSDT', { ...ASKED, signal });

  /** Answers requests for zips with half of one, and leaves it at that. */
  function stallZips(): Promise<ServerResponse> {
    return new Promise((resolve) => {
      binance.servers.interfere = (path, response) => {
        if (!path.endsWith('.zip')) return false;
        response.writeHead(200, { 'content-length': '100000' }).write(Buffer.alloc(50_000), () => resolve(response));
        return true;
      };
    });
  }

  async function expectTruth(): Promise<void> {
    const { bars } = await collect(binance.source, 'BTCUSDT', 'FIFTEEN_MINUTES', JANUARY);
    expect(bars).toEqual(truthOf('BTCUSDT'));
  }

  test('an abort in the middle of a download ends its connection at once, and the file is got later', async () => {
    const stalled = stallZips();
    expect(await fetch(unaborted)).toBe('ASK_AGAIN');
    const abort = new AbortController();
    const page = fetch(abort.signal);
    const response = await stalled;
    const closed = new Promise((resolve) => response.once('close', resolve));
    abort.abort(new Error('cancelled'));
    await expect(page).rejects.toThrow('cancelled');
    await closed;
    binance.servers.interfere = () => false;
    await expectTruth();
    // The checksum was known: an aborted download costs one request.
    expect(binance.servers.files.map((path) => path.endsWith('.zip'))).toEqual([false, true, true]);
    expect(binance.servers.klines).toEqual([]);
    expect(binance.warnings).toEqual([]);
  });

  test('who waits for the download of another goes on when that is aborted, or when it is aborted itself', async () => {
    const stalled = stallZips();
    await fetch(unaborted);
    const [first, second] = [new AbortController(), new AbortController()];
    const download = fetch(first.signal);
    await stalled;
    expect(binance.source.asks('BTCUSDT', 'FIFTEEN_MINUTES', JANUARY)).toBe('NOBODY');
    const [waiting, aborted] = [fetch(unaborted), fetch(second.signal)];
    second.abort(new Error('cancelled, too'));
    await expect(aborted).rejects.toThrow('cancelled, too');
    first.abort(new Error('cancelled'));
    await expect(download).rejects.toThrow('cancelled');
    expect(await waiting).toBe('ASK_AGAIN');
    expect(binance.source.asks('BTCUSDT', 'FIFTEEN_MINUTES', JANUARY)).toBe('ARCHIVE');
  });

  test('an abort while a page is read', async () => {
    await expectTruth();
    const abort = new AbortController();
    const page = fetch(abort.signal);
    abort.abort(new Error('cancelled'));
    await expect(page).rejects.toThrow('cancelled');
    await expectTruth();
    expect(binance.servers.files).toHaveLength(2);
    expect(binance.warnings).toEqual([]);
  });

  test('the end of the service in the middle of a download: nothing is told, nothing is left', async () => {
    const stalled = stallZips();
    await fetch(unaborted);
    const page = fetch(unaborted).catch((error: unknown) => error);
    await stalled;
    await binance.close();
    await page;
    expect(binance.warnings).toEqual([]);
  });
});

const linuxTest = process.platform === 'linux' ? test : test.skip;

describe('files on disk', () => {
  const limits = { files: 2, bytes: 1e9, idleMs: 60_000, keptMs: 900_000 };

  linuxTest('have no name, and are closed when they make room or the archive closes', async () => {
    const idle = { ...limits, files: 1, idleMs: 0 };
    const binance = await ArchivedBinance.open('binance', market, {}, idle);
    for (const symbol of ['BTCUSDT', 'ETHUSDT']) {
      const { bars } = await collect(binance.source, symbol, 'FIFTEEN_MINUTES', JANUARY);
      expect(bars).toEqual(truthOf(symbol));
      expect(await binance.leftFiles()).toEqual([]);
    }
    expect(binance.servers.files).toHaveLength(4);
    await eventually(async () => (await openFiles(binance.folder)) === 1);
    await binance.close();
    await eventually(async () => (await openFiles(binance.folder)) === 0);
  });

  test('those in use make no room: the exchange is asked instead', async () => {
    const binance = await ArchivedBinance.open('binance', market, {}, limits);
    for (const symbol of ['BTCUSDT', 'ETHUSDT', 'LTCUSDT']) {
      const { bars } = await collect(binance.source, symbol, 'FIFTEEN_MINUTES', JANUARY);
      expect(bars).toEqual(truthOf(symbol));
    }
    expect(binance.servers.files).toHaveLength(4);
    expect(binance.servers.klines.every((query) => query.get('symbol') === 'LTCUSDT')).toBe(true);
    await binance.close();
  });

  linuxTest('are given up when they are not read any more', async () => {
    const brief = { ...limits, idleMs: 20, keptMs: 40 };
    const binance = await ArchivedBinance.open('binance', market, {}, brief);
    await collect(binance.source, 'BTCUSDT', 'FIFTEEN_MINUTES', JANUARY);
    await eventually(async () => (await openFiles(binance.folder)) === 0);
    await binance.close();
  });
});

linuxTest('an abort in the middle of a text leaves neither a file nor a handle', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-archive-test-'));
  const series = { folder: '/x', symbol: 'BTCUSDT', interval: 'FIFTEEN_MINUTES', intervalName: '15m' } as const;
  const [file] = filesAt(series, JANUARY.from);
  const abort = new AbortController();
  let pieces = 0;
  async function* text(): AsyncGenerator<Buffer> {
    for (const { time } of truthOf('BTCUSDT')) {
      if (pieces++ === 1_000) abort.abort(new Error('cancelled'));
      yield Buffer.from(`${time},1,1,1,1,1,1,1,1,1,1,0\n`);
    }
  }
  const writing = SpooledFile.write(folder, file, text(), new CsvScan(file), abort.signal);
  await expect(writing).rejects.toThrow('cancelled');
  expect(pieces).toBe(1_001);
  expect(await readdir(folder)).toEqual([]);
  expect(await openFiles(folder)).toBe(0);
  await rm(folder, { recursive: true });
});

/** Number of files of a folder that this process has open, with a name or without. */
async function openFiles(folder: string): Promise<number> {
  const handles = await readdir('/proc/self/fd');
  const paths = await Promise.all(handles.map((handle) => readlink(`/proc/self/fd/${handle}`).catch(() => '')));
  return paths.filter((path) => path.startsWith(folder)).length;
}
