import type { JobUpdate } from '../domain/job-update';
import type { WorkerPool } from '../application/worker/worker-pool';
import type { JobSymbol } from '../domain/job-symbol';
import { packSymbol, type NewsItem } from './bus/messages';

/** What is done within this time is told together: a message costs more than what is in it. In milliseconds. */
const COALESCE_MS = 20;
/** How often others are told what is in flight, where nothing else is told of the job meanwhile. In milliseconds. */
const IN_FLIGHT_MS = 250;
/** For what stands around the items of a message. */
const ENVELOPE_BYTES = 200;

/** Tells the other nodes what this one commits and what it has in flight. */
export class UpdatePublisher {
  private readonly transitions: NewsItem[] = [];
  /** The latest of each job. */
  private readonly progress = new Map<string, JobUpdate>();
  /** What the others know to be in flight here, by job. */
  private readonly toldInFlight = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private readonly rounds: NodeJS.Timeout;
  private isDue = false;
  /** In milliseconds of the monotonic clock. */
  private toldAgainAt = -Infinity;

  /**
   * @param maxBytes of one message
   * @param send takes the items of one message
   */
  constructor(
    private readonly pool: WorkerPool,
    private readonly maxBytes: number,
    private readonly send: (items: readonly NewsItem[]) => void,
  ) {
    this.rounds = setInterval(() => this.tellInFlight(), IN_FLIGHT_MS);
  }

  /** Transitions are told at once (with what else happens in this turn of the loop), progress gathers. */
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

  /** What is in flight of a job right now. */
  tellInFlightOf(jobId: string): void {
    this.sendAll(this.inFlight(jobId));
  }

  /** Somebody may not have heard what was told: it is told once more, with the next round if it has just been. */
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
    // What is in flight goes ahead, so that whoever is told that a job has drained does not see it fly.
    this.sendAll([...[...jobIds].flatMap((jobId) => this.inFlight(jobId)), ...updates]);
  }

  private tellInFlight(): void {
    const jobIds = new Set([...this.pool.jobIds, ...this.toldInFlight.keys()]);
    this.sendAll([...jobIds].flatMap((jobId) => this.inFlight(jobId)));
  }

  /** Nothing, if the others know it already. */
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

/** A job with a long name and reason may be too large for a message: whoever hears of it reads it. */
function abridged(item: NewsItem): NewsItem {
  return 'job' in item ? { changed: item.job.id, kind: item.kind } : item;
}

/** In their order, each chunk of so many bytes as JSON at most. */
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
