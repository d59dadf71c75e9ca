import type { JobUpdate } from '../domain/job-update';
import type { WorkerPool } from '../application/worker/worker-pool';
import type { JobSymbol } from '../domain/job-symbol';
import { packSymbol, type NewsItem } from './bus/messages';

/** Progress within this time shares a message: a message costs more than its contents. In milliseconds. */
const COALESCE_MS = 20;
/** Interval at which changes in flight are published if no other update of the job is, in milliseconds. */
const IN_FLIGHT_MS = 250;
/** Reserved for the fields of a message around its items. */
const ENVELOPE_BYTES = 200;

/** Publishes to the other nodes what this node commits and which symbols it has in flight. */
export class UpdatePublisher {
  private readonly transitions: NewsItem[] = [];
  /** The latest progress of each job. */
  private readonly progress = new Map<string, JobUpdate>();
  /** What was last published as in flight, by job. */
  private readonly toldInFlight = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private readonly rounds: NodeJS.Timeout;
  private isDue = false;
  /** Time of the last republication, in milliseconds of the monotonic clock. */
  private toldAgainAt = -Infinity;

  /**
   * @param maxBytes maximum size of one message
   * @param send sends items as one message
   */
  constructor(
    private readonly pool: WorkerPool,
    private readonly maxBytes: number,
    private readonly send: (items: readonly NewsItem[]) => void,
  ) {
    this.rounds = setInterval(() => this.tellInFlight(), IN_FLIGHT_MS);
  }

  /** Queues an update: transitions for the end of this event loop turn, progress for COALESCE_MS. */
  take(update: JobUpdate): void {
    if (update.kind === 'PROGRESS') {
      this.progress.set(update.job.id, update);
      this.timer ??= setTimeout(() => this.flush(), COALESCE_MS);
    } else {
      this.transitions.push(update);
      if (!this.isDue) setImmediate(() => this.flush());
      this.isDue = true;
    }
  }

  /** Publishes the symbols of a job that are in flight now, if they have changed. */
  tellInFlightOf(jobId: string): void {
    this.sendAll(this.inFlight(jobId));
  }

  /**
   * Publishes everything in flight again, because messages may have been lost; with the next round if the last
   * republication is less than IN_FLIGHT_MS ago.
   */
  tellAgain(): void {
    this.toldInFlight.clear();
    const now = performance.now();
    if (now - this.toldAgainAt < IN_FLIGHT_MS) return;
    this.toldAgainAt = now;
    this.tellInFlight();
  }

  close(): void {
    clearInterval(this.rounds);
    this.flush();
  }

  private flush(): void {
    clearTimeout(this.timer);
    [this.timer, this.isDue] = [undefined, false];
    const updates = [...this.transitions.splice(0), ...this.progress.values()] as JobUpdate[];
    this.progress.clear();
    const jobIds = new Set(updates.map(({ job }) => job.id));
    // In-flight items go first: a subscriber that learns that a job has drained must not see symbols in flight.
    this.sendAll([...[...jobIds].flatMap((jobId) => this.inFlight(jobId)), ...updates]);
  }

  private tellInFlight(): void {
    const jobIds = new Set([...this.pool.jobIds, ...this.toldInFlight.keys()]);
    this.sendAll([...jobIds].flatMap((jobId) => this.inFlight(jobId)));
  }

  /** Returns the in-flight items of a job; none if they were published already. */
  private inFlight(jobId: string): NewsItem[] {
    const symbols = this.pool.inFlight(jobId);
    const key = symbols.map(({ position, attempts, rows }) => `${position} ${attempts} ${rows}`).join();
    if ((this.toldInFlight.get(jobId) ?? '') === key) return [];
    if (key === '') this.toldInFlight.delete(jobId);
    else this.toldInFlight.set(jobId, key);
    return this.inParts(jobId, symbols);
  }

  private inParts(inFlight: string, symbols: readonly JobSymbol[]): NewsItem[] {
    const packed = symbols.map(packSymbol);
    const parts = inChunks(packed, this.maxBytes / 2);
    if (parts.length === 0) return [{ inFlight, symbols: [], more: false }];
    return parts.map((part, index) => ({ inFlight, symbols: part, more: index > 0 }));
  }

  private sendAll(items: readonly NewsItem[]): void {
    const room = this.maxBytes - ENVELOPE_BYTES;
    const fitting = items.map((item) => (bytesOf(item) > room ? abridged(item) : item));
    for (const chunk of inChunks(fitting, room)) this.send(chunk);
  }
}

/** A job with a long name and reason may exceed a message: the receiver reads it from the database instead. */
function abridged(item: NewsItem): NewsItem {
  return 'job' in item ? { changed: item.job.id, kind: item.kind } : item;
}

/** Splits values, in order, into chunks of at most `maxBytes` of JSON. A larger value forms a chunk of its own. */
function inChunks<T>(values: readonly T[], maxBytes: number): T[][] {
  const chunks: T[][] = [];
  let left = 0;
  for (const value of values) {
    const bytes = bytesOf(value) + 1;
    if (bytes > left) {
      chunks.push([]);
      left = maxBytes;
    }
    chunks.at(-1)!.push(value);
    left -= bytes;
  }
  return chunks;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
