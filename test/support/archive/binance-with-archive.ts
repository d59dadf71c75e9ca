import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { INTERVAL_MS, type Bar } from '../../../src/domain/bar';
import type { ArchivedMarket } from '../../../src/sources/archive/archived-source';
import { BINANCE_ARCHIVE } from '../../../src/sources/archive/binance-archive';
import { HEADER } from '../../../src/sources/archive/text/csv-rows';
import { KLINE_INTERVALS } from '../../../src/sources/exchanges/binance-api';
import { CannedServer, json } from '../../sources/canned-server';
import type { Market } from '../exchanges/market';
import { zipOf } from './zip';

/** How the archive writes its files, and where it differs from the exchange. */
export interface ArchiveTraits {
  readonly hasHeader: boolean;
  readonly isInMicroseconds: boolean;
  /** Whether the archive lacks a file, by its name such as BTCUSDT-1m-2024-01. */
  readonly lacks: (name: string) => boolean;
  /** Changes the lines of a file. */
  readonly edit: (lines: readonly string[], name: string) => readonly string[];
  /** Packs the text of a file. */
  readonly pack: (text: string, name: string) => Promise<Buffer>;
  /** Changes the finished zip of a file, whose checksum is that of the former one. */
  readonly spoil: (zip: Buffer, name: string) => Buffer;
}

export const PLAIN_ARCHIVE: ArchiveTraits = {
  hasHeader: false,
  isInMicroseconds: false,
  lacks: () => false,
  edit: (lines) => lines,
  pack: (text, name) => zipOf({ [`${name}.csv`]: text }),
  spoil: (zip) => zip,
};

const FILE =
  /\/(?:monthly|daily)\/klines\/[^/]+\/[^/]+\/(([^/]+)-([^-/]+)-(\d{4})-(\d\d)(?:-(\d\d))?)\.zip(\.CHECKSUM)?$/;
const SPANS = new Map(
  Object.entries(KLINE_INTERVALS).map(([interval, name]) => [name, INTERVAL_MS[interval as keyof typeof INTERVAL_MS]]),
);

interface Zipped {
  readonly zip: Buffer;
  readonly checksum: string;
}

/** An exchange like Binance and its archive, both on the loopback interface, with the bars of one market. */
export class BinanceWithArchive {
  /** Query of each request for bars. */
  readonly klines: URLSearchParams[] = [];
  /** Path of each request to the archive. */
  readonly files: string[] = [];
  /** Answers a request to the archive instead of it; false if it does not. */
  interfere: (path: string, response: ServerResponse) => boolean = () => false;
  private readonly zips = new Map<string, Promise<Zipped>>();

  private constructor(
    readonly exchange: CannedServer,
    readonly archive: CannedServer,
    private readonly market: Market,
    private readonly limit: number,
    private readonly traits: ArchiveTraits,
  ) {
    exchange.answer = (request, response) => this.answerKlines(request, response);
    archive.answer = (request, response) => void this.answerFile(request.url ?? '', response);
  }

  /** @param limit the largest number of bars that the exchange sends at once */
  static async start(market: Market, limit: number, traits: Partial<ArchiveTraits> = {}): Promise<BinanceWithArchive> {
    const [exchange, archive] = [await CannedServer.start(), await CannedServer.start()];
    return new BinanceWithArchive(exchange, archive, market, limit, { ...PLAIN_ARCHIVE, ...traits });
  }

  async close(): Promise<void> {
    await Promise.all([this.exchange.close(), this.archive.close()]);
  }

  private answerKlines(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://exchange');
    const query = url.searchParams;
    this.klines.push(query);
    const [symbol, span] = [query.get('symbol')!, SPANS.get(query.get('interval')!)!];
    const [from, to] = [Number(query.get('startTime')), Number(query.get('endTime')) + 1];
    const limit = Math.min(this.limit, Number(query.get('limit')));
    const rows = this.market.firstBars(symbol, span, from, to, limit).map((bar) => rowOf(bar, span, 1));
    json(200, rows)(request, response);
  }

  private async answerFile(path: string, response: ServerResponse): Promise<void> {
    this.files.push(path);
    if (this.interfere(path, response)) return;
    const [, name, symbol, interval, year, month, day, isChecksum] = FILE.exec(decodeURIComponent(path)) ?? [];
    if (!name || this.traits.lacks(name)) return void response.writeHead(404).end('<Error>NoSuchKey</Error>');
    const from = Date.UTC(Number(year), Number(month) - 1, Number(day ?? 1));
    const to = day ? from + INTERVAL_MS.ONE_DAY : Date.UTC(Number(year), Number(month));
    const bars = () => this.market.firstBars(symbol!, SPANS.get(interval!)!, from, to);
    const made = this.zips.get(name) ?? this.zipped(name, SPANS.get(interval!)!, bars);
    this.zips.set(name, made);
    const { zip, checksum } = await made;
    response.end(isChecksum ? `${checksum}  ${name}.zip\n` : this.traits.spoil(zip, name));
  }

  private async zipped(name: string, span: number, bars: () => readonly Bar[]): Promise<Zipped> {
    const { hasHeader, isInMicroseconds, edit, pack } = this.traits;
    const lines = bars().map((bar) => rowOf(bar, span, isInMicroseconds ? 1_000 : 1).join());
    const text = [...(hasHeader ? [HEADER] : []), ...edit(lines, name), ''].join('\n');
    const zip = await pack(text, name);
    return { zip, checksum: createHash('sha256').update(zip).digest('hex') };
  }
}

/** The archive's folder of a source. */
export function archivedMarket(source: string): ArchivedMarket {
  return BINANCE_ARCHIVE.get(source)!;
}

function rowOf(bar: Bar, span: number, unit: 1 | 1_000): (string | number)[] {
  const { time, open, high, low, close, volume, quoteVolume, trades, takerVolume } = bar;
  const end = (time + span) * unit - 1;
  return [time * unit, open, high, low, close, volume, end, quoteVolume!, trades!, takerVolume!, '1.00000000', '0'];
}
