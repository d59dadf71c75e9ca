import { sharedAbort } from '../../async/shared-abort';
import type { DataSource, SourceLoader } from '../../application/ports/data-source';
import { InvalidInputError } from '../../domain/errors';
import { ccxtFolder } from './ccxt-package';
import { CcxtSource } from './ccxt-source';
import { CcxtFailure, CcxtThread } from './ccxt-thread';
import type { Traits } from './thread/messages';

export interface CcxtSettings {
  /** Addresses of sources that are not asked at their own, by name. */
  readonly sourceUrls: ReadonlyMap<string, string>;
  /** Deadline of a whole request, in milliseconds. */
  readonly deadlineMs?: number | undefined;
  /** Folder of the package; default: the one that is installed. */
  readonly folder?: () => string | null;
}

/** A name of one of these sources, and of no other. */
export const CCXT_NAME = /^ccxt:(.*)$/s;
/** Keeps names out of paths. ccxt's are of this form. */
const EXCHANGE = /^[a-z0-9]{2,30}$/;
/** Exchanges at once. Each takes memory until the service ends. */
const MOST_EXCHANGES = 16;

/** The sources `ccxt:<exchange>`, each loaded when it is first asked for. */
export class CcxtSources implements SourceLoader {
  private readonly loaded: CcxtSource[] = [];
  /** Of those that are loaded or being loaded. */
  private readonly names = new Set<string>();
  private readonly thread = new CcxtThread();

  constructor(private readonly settings: CcxtSettings) {}

  async load(name: string): Promise<DataSource | null> {
    const exchange = CCXT_NAME.exec(name)?.[1];
    if (exchange === undefined) return null;
    const folder = (this.settings.folder ?? ccxtFolder)();
    if (folder === null) refuse(`${shown(name)} needs the package ccxt, which is not installed: npm install ccxt`);
    if (!EXCHANGE.test(exchange)) refuse(`ccxt has no exchange ${shown(exchange)}.`);
    if (this.names.size >= MOST_EXCHANGES)
      refuse(`${MOST_EXCHANGES} exchanges of ccxt are in use. Restart the service to use others.`);
    this.names.add(name);
    try {
      return await this.opened(name, exchange, folder);
    } catch (error) {
      this.names.delete(name);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.thread.close();
    for (const source of this.loaded) await source.close();
  }

  private async opened(name: string, exchange: string, folder: string): Promise<DataSource> {
    const traits = await this.traitsOf(exchange, folder);
    if (!traits.hasBars) refuse(`ccxt cannot fetch bars from ${exchange}.`);
    const { sourceUrls, deadlineMs } = this.settings;
    const { thread } = this;
    const source = new CcxtSource({ exchange, traits, thread, folder, baseUrl: sourceUrls.get(name), deadlineMs });
    if (source.intervals.length === 0) refuse(`ccxt fetches no bars of a known interval from ${exchange}.`);
    this.loaded.push(source);
    return source;
  }

  private async traitsOf(exchange: string, folder: string): Promise<Traits> {
    const noRequests = async () => null;
    try {
      return await this.thread.call<Traits>({ kind: 'TRAITS', exchange, folder }, noRequests, NEVER);
    } catch (error) {
      if (!(error instanceof CcxtFailure)) throw error;
      if (error.error.names.includes('UnknownExchange')) refuse(`ccxt has no exchange ${exchange}.`);
      refuse(`ccxt cannot load ${exchange}: ${error.message}`);
    }
  }
}

/** The thread bounds the call. */
const NEVER = sharedAbort().signal;

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 40));
}

function refuse(message: string): never {
  throw new InvalidInputError(message, ['input', 'source']);
}
