import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { INTERVAL_MS } from '../../../src/domain/bar';
import { ArchiveClient } from '../../../src/sources/archive/archive-client';
import { filesAt } from '../../../src/sources/archive/archive-files';
import { barsOf, rowOf } from '../../../src/sources/archive/text/csv-rows';
import { CsvScan } from '../../../src/sources/archive/text/csv-scan';
import { describeWithRecordings, RECORDINGS_FOLDER } from '../../support/binance-replay-server';
import { CannedServer, text } from '../canned-server';
import { unaborted } from '../source-error';

const SERIES = { folder: '/x', symbol: 'BTCUSDT', interval: 'ONE_MINUTE', intervalName: '1m' } as const;
const recorded = (name: string) => readFileSync(resolve(RECORDINGS_FOLDER, 'more/binance_archive', name), 'utf8');

describeWithRecordings('rows of real files', () => {
  test.each([
    ['01_archive_spot_2023_ms_noheader.csv', Date.UTC(2023, 0)],
    ['02_archive_spot_2025_us_noheader.csv', Date.UTC(2025, 0)],
    ['03_archive_um_2023_ms_header.csv', Date.UTC(2023, 0)],
  ])('%s', (name, time) => {
    const csv = recorded(name);
    const scan = new CsvScan(filesAt(SERIES, time)[0]);
    scan.add(Buffer.from(csv));
    const { runs, suspects } = scan.end();
    expect({ runs, suspects }).toEqual({ runs: [{ from: time, to: time + INTERVAL_MS.ONE_MINUTE }], suspects: [] });
    const row = csv.trim().split('\n').at(-1)!;
    const [, open, high, low, close, volume, , quoteVolume, trades, takerVolume] = row.split(',');
    const told = { open, high, low, close, volume, quoteVolume, trades: Number(trades), takerVolume };
    expect(barsOf([rowOf(row)], name).bars).toEqual([{ time, ...told }]);
  });

  test('a checksum', async () => {
    const server = await CannedServer.start(text(200, recorded('07_archive_checksum_format.CHECKSUM')));
    const client = new ArchiveClient(server.baseUrl);
    const [, day] = filesAt(SERIES, Date.UTC(2025, 3, 13));
    const checksum = await client.checksum(day, unaborted);
    expect(checksum).toBe('d0a6fd261d2bf9c6c61b113714724e682760b025c449b19c90a1c4f00ede3e9c');
    expect(server.urls).toEqual(['/x/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-04-13.zip.CHECKSUM']);
    await client.close();
    await server.close();
  });
});
