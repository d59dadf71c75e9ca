import type { DataSource, SourceLoader } from './application/ports/data-source';
import type { Logger } from './application/ports/logger';
import type { Config } from './config';
import { ServiceArchive } from './service-archive';
import type { ExchangeDescription } from './sources/exchange/description';
import { CCXT_NAME, CcxtSources } from './sources/ccxt/ccxt-sources';
import { ExchangeSource } from './sources/exchange/exchange-source';
import { EXCHANGES } from './sources/exchanges';
import { SimxServer } from './sources/simx/simx-server';
import { SimxSource } from './sources/simx/simx-source';
import { StartupError } from './startup-error';

export interface ServiceSources {
  readonly byName: ReadonlyMap<string, DataSource>;
  /** Loads the sources that are not there from the start. */
  readonly loader: SourceLoader;
  close(): Promise<void>;
}

/**
 * Opens the sources of this service. Also starts the simulated exchange, unless it runs elsewhere. An exchange is not
 * connected to before a job asks for it.
 */
export async function openSources(config: Config, log: Logger): Promise<ServiceSources> {
  const { simx, sourceUrls, sourceTimeoutMs: deadlineMs } = config;
  const exchanges = [...EXCHANGES, ...(await describedExchanges(config.sourceFiles))];
  for (const name of sourceUrls.keys())
    if (!CCXT_NAME.test(name) && !exchanges.some((exchange) => exchange.name === name))
      throw new StartupError(`SOURCE_URLS: there is no source ${name}`);
  const server = simx.baseUrl === undefined ? new SimxServer(simx) : null;
  const baseUrl = simx.baseUrl ?? (await server!.start()).baseUrl;
  const archive = new ServiceArchive(config, log);
  const sources = [
    new SimxSource({ baseUrl, exchange: server, ratePerSecond: simx.ratePerSecond, deadlineMs }),
    ...exchanges.map((exchange) =>
      archive.behind(new ExchangeSource(exchange, { baseUrl: sourceUrls.get(exchange.name), deadlineMs })),
    ),
  ];
  const ccxt = new CcxtSources({ sourceUrls, deadlineMs });
  return {
    loader: ccxt,
    byName: new Map<string, DataSource>(sources.map((source) => [source.name, source])),
    close: async () => {
      for (const source of [...sources, ccxt, archive]) await source.close();
      await server?.close();
    },
  };
}

/** Imported dynamically, so that only services with such files load what reads them. @throws StartupError */
async function describedExchanges(files: Config['sourceFiles']): Promise<readonly ExchangeDescription[]> {
  if (files === null) return [];
  const { readSourceFolder, SourceFilesError } = await import('./sources/described/file/read-folder');
  const taken = new Set(['simx', ...EXCHANGES.map(({ name }) => name)]);
  return readSourceFolder(files.folder, files.variables, taken).catch((error: unknown) => {
    throw error instanceof SourceFilesError ? new StartupError(`SOURCES_DIR: ${error.message}`) : error;
  });
}
