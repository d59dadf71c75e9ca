import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import fastify, { type FastifyReply } from 'fastify';

/**
 * Recorded responses of real exchanges (see their README). The folder is beside the repository, never copied into it.
 */
export const RECORDINGS_FOLDER = resolve(__dirname, '../../../shared/recordings');
export const hasRecordings = existsSync(resolve(RECORDINGS_FOLDER, 'manifest.json'));

/**
 * `describe` for tests that replay recordings. Without the folder, it skips them under a name that states the reason.
 */
export function describeWithRecordings(name: string, tests: () => void): void {
  if (hasRecordings) return describe(name, tests);
  const why = `${name} (skipped: no recordings in ${RECORDINGS_FOLDER})`;
  // Jest prints no test names of a file that is skipped as a whole.
  process.stderr.write(`${why}\n`);
  describe.skip(why, tests);
}

/** A row as Binance sends it: open time, then open, high, low, close and volume as decimals, then six more fields. */
export type KlineRow = readonly [time: number, ...rest: (string | number)[]];

export interface RecordedRefusal {
  readonly status: 429 | 418;
  /** Number of requests to refuse; default 1. */
  readonly times?: number;
  /** Value of Retry-After; null omits the header; default '1'. */
  readonly retryAfter?: string | null;
}

interface ManifestEntry {
  readonly exchange: string;
  readonly route: string;
  readonly query: string;
  readonly file: string;
}

interface ErrorEntry {
  readonly exchange: string;
  readonly status: number;
  readonly body: { readonly code: number; readonly msg: string };
}

/** Simulates Binance over real HTTP on the loopback interface, from the recordings. */
export class BinanceReplayServer {
  /** Query of each klines request, in order of arrival. */
  readonly klinesQueries: Record<string, string>[] = [];
  /** Value of the Date header, the exchange's clock; null: the real time. */
  date: string | null = null;
  private refusals: RecordedRefusal[] = [];
  private readonly server = fastify({ forceCloseConnections: true });

  constructor() {
    this.server.addHook('onRequest', async (_request, reply) => {
      if (this.date !== null) reply.header('date', this.date);
      const refusal = this.refusals.shift();
      if (refusal) return refuse(reply, refusal);
    });
    this.server.get('/api/v3/klines', (request, reply) => this.klines(request.query as Record<string, string>, reply));
    // Returned as recorded, regardless of the query. Includes halted symbols.
    this.server.get('/api/v3/exchangeInfo', () => readRecording('binance/02_api_v3_exchangeInfo.json'));
  }

  async start(): Promise<{ baseUrl: string }> {
    await this.server.listen({ host: '127.0.0.1', port: 0 });
    return { baseUrl: `http://127.0.0.1:${(this.server.server.address() as AddressInfo).port}` };
  }

  async close(): Promise<void> {
    await this.server.close();
  }

  /** Answers the next requests, on any route, with a recorded refusal. */
  refuseNext(refusal: RecordedRefusal): void {
    for (let i = 0; i < (refusal.times ?? 1); i++) this.refusals.push(refusal);
  }

  private klines(query: Record<string, string>, reply: FastifyReply): FastifyReply {
    this.klinesQueries.push({ ...query });
    const rows = recordedKlines(query['symbol'] ?? '', query['interval'] ?? '');
    if (!rows) return reply.code(400).send(recordedError(400).body);
    const [start, end] = [Number(query['startTime']), Number(query['endTime'])];
    const window = rows.filter(([time]) => time >= start && time <= end);
    return reply.send(window.slice(0, Math.min(Number(query['limit'] ?? 500), 1000)));
  }
}

/** Returns all recorded rows of one symbol and interval, ascending; undefined for a symbol that was not recorded. */
export function recordedKlines(symbol: string, interval: string): KlineRow[] | undefined {
  const ofSymbol = recordings().filter(({ query }) => query.get('symbol') === symbol);
  if (ofSymbol.length === 0) return undefined;
  const files = ofSymbol.filter(({ query }) => query.get('interval') === interval).map(({ file }) => file);
  const rows = files.flatMap((file) => readRecording(file) as KlineRow[]);
  return [...new Map(rows.map((row) => [row[0], row])).values()].sort(([a], [b]) => a - b);
}

function recordings(): { file: string; query: URLSearchParams }[] {
  const entries = (readRecording('manifest.json') as ManifestEntry[]).filter(
    ({ exchange, route }) => exchange === 'binance' && route === '/api/v3/klines',
  );
  return entries.map(({ file, query }) => ({ file, query: new URLSearchParams(query) }));
}

function readRecording(file: string): unknown {
  return JSON.parse(readFileSync(resolve(RECORDINGS_FOLDER, file), 'utf8'));
}

/** Returns the first recorded Binance error with this status. For 400 that is -1121, "Invalid symbol." */
function recordedError(status: number): ErrorEntry {
  const errors = readRecording('errors.json') as ErrorEntry[];
  return errors.find((entry) => entry.exchange === 'binance' && entry.status === status)!;
}

function refuse(reply: FastifyReply, { status, retryAfter = '1' }: RecordedRefusal): FastifyReply {
  if (retryAfter !== null) reply.header('retry-after', retryAfter);
  return reply.code(status).header('x-mbx-used-weight-1m', '6001').send(recordedError(status).body);
}
