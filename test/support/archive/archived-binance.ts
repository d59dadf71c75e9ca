import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Archive } from '../../../src/sources/archive/archive';
import { ArchivedSource } from '../../../src/sources/archive/archived-source';
import { BINANCE_ARCHIVE_LIMITS } from '../../../src/sources/archive/binance-archive';
import type { SpoolLimits } from '../../../src/sources/archive/text/spool';
import { ExchangeSource } from '../../../src/sources/exchange/exchange-source';
import { BINANCE_SPOT } from '../../../src/sources/exchanges/binance-spot';
import { BINANCE_USDM } from '../../../src/sources/exchanges/binance-usdm';
import type { Market } from '../exchanges/market';
import { archivedMarket, BinanceWithArchive, type ArchiveTraits } from './binance-with-archive';

const EXCHANGES = { binance: BINANCE_SPOT, 'binance-usdm': BINANCE_USDM };

export type ArchivedName = keyof typeof EXCHANGES;

/** A source with its archive, and the servers that it asks. */
export class ArchivedBinance {
  /** Messages of warnings, with what they are about. */
  readonly warnings: { readonly path: string; readonly reason: string; readonly message: string }[] = [];

  private constructor(
    readonly servers: BinanceWithArchive,
    readonly source: ArchivedSource,
    private readonly archive: Archive,
    /** Where the archive keeps files. */
    readonly folder: string,
    warned: (note: (fields: object, message: string) => void) => void,
  ) {
    warned((fields, message) => this.warnings.push({ ...(fields as { path: string; reason: string }), message }));
  }

  static async open(
    name: ArchivedName,
    market: Market,
    traits: Partial<ArchiveTraits> = {},
    spool?: SpoolLimits,
  ): Promise<ArchivedBinance> {
    const exchange = EXCHANGES[name];
    const servers = await BinanceWithArchive.start(market, exchange.bars.limit, traits);
    const folder = await mkdtemp(join(tmpdir(), 'sluice-archive-test-'));
    let note: (fields: object, message: string) => void = () => undefined;
    const log = { warn: (fields: object, message: string) => note(fields, message) };
    const archive = new Archive(BINANCE_ARCHIVE_LIMITS, { baseUrl: servers.archive.baseUrl, folder, log, spool });
    const rest = new ExchangeSource(exchange, { baseUrl: servers.exchange.baseUrl, clock: market.now });
    const source = new ArchivedSource(rest, archive, archivedMarket(name), market.now);
    await source.open();
    return new ArchivedBinance(servers, source, archive, folder, (told) => (note = told));
  }

  /** Puts a file where the archive's folder would be. */
  async blockFolder(): Promise<void> {
    await rm(this.folder, { recursive: true });
    await writeFile(this.folder, '');
  }

  /** Names of the files in the folder of the archive; none if there is no folder. */
  leftFiles(): Promise<string[]> {
    return readdir(this.folder);
  }

  async close(): Promise<void> {
    await this.source.close();
    await this.archive.close();
    await this.servers.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
