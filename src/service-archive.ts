import { join } from 'node:path';
import type { DataSource } from './application/ports/data-source';
import type { Logger } from './application/ports/logger';
import type { Config } from './config';
import { Archive } from './sources/archive/archive';
import { ArchivedSource } from './sources/archive/archived-source';
import { BINANCE_ARCHIVE, BINANCE_ARCHIVE_LIMITS, BINANCE_ARCHIVE_URL } from './sources/archive/binance-archive';

type ClosableSource = DataSource & { close(): Promise<void> };

/** The archive that this service uses, for several sources. */
export class ServiceArchive {
  private readonly archive: Archive | null;

  constructor(
    private readonly config: Pick<Config, 'binanceArchive' | 'sourceUrls' | 'dataDir'>,
    log: Logger,
  ) {
    const { binanceArchive: baseUrl = BINANCE_ARCHIVE_URL, dataDir } = config;
    const folder = join(dataDir, 'archive');
    this.archive = baseUrl === 'off' ? null : new Archive(BINANCE_ARCHIVE_LIMITS, { baseUrl, folder, log });
  }

  /** Returns the source, with its archive if it has one. */
  behind(source: ClosableSource): ClosableSource {
    const market = BINANCE_ARCHIVE.get(source.name);
    return this.archive && market && this.isOf(source) ? new ArchivedSource(source, this.archive, market) : source;
  }

  async close(): Promise<void> {
    await this.archive?.close();
  }

  /** What is asked at another address may be another exchange, with other bars than the archive. */
  private isOf({ name }: DataSource): boolean {
    return this.config.binanceArchive !== undefined || !this.config.sourceUrls.has(name);
  }
}
