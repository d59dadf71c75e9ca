import type { DataSource } from '../../src/application/ports/data-source';
import { Archive } from '../../src/sources/archive/archive';
import { ArchivedSource } from '../../src/sources/archive/archived-source';
import { BINANCE_ARCHIVE, BINANCE_ARCHIVE_LIMITS } from '../../src/sources/archive/binance-archive';
import { ExchangeSource } from '../../src/sources/exchange/exchange-source';
import { BINANCE_SPOT } from '../../src/sources/exchanges/binance-spot';

/**
 * The source of the service with its archive, both without their budgets.
 * @param archiveUrl undefined: without the archive
 * @param folder for the texts of the archive's files
 */
export async function unlimitedArchivedBinance(
  baseUrl: string,
  archiveUrl: string | undefined,
  folder: string,
): Promise<DataSource & { close(): Promise<void> }> {
  const exchange = new ExchangeSource(BINANCE_SPOT, { baseUrl });
  const source = archiveUrl === undefined ? exchange : behindArchive(exchange, archiveUrl, folder);
  await source.open();
  return Object.assign(source, { requestsPerMinute: Infinity });
}

function behindArchive(exchange: ExchangeSource, baseUrl: string, folder: string) {
  const log = { warn: console.error };
  const archive = new Archive({ ...BINANCE_ARCHIVE_LIMITS, requestsPerMinute: Infinity }, { baseUrl, folder, log });
  const source = new ArchivedSource(exchange, archive, BINANCE_ARCHIVE.get(exchange.name)!);
  const closeSource = source.close.bind(source);
  const close = async () => {
    await closeSource();
    await archive.close();
  };
  return Object.assign(source, { close });
}
