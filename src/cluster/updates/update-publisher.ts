import type { JobUpdate } from '../../domain/job-update';
import type { WorkerPool } from '../../application/worker/worker-pool';
import type { JobSymbol } from '../../domain/job-symbol';
import { packSymbol, type NewsItem } from '../bus/messages';
import type { InterestRegistry } from './interest-registry';

/** Progress within this time shares a message: a message costs more than its contents. In milliseconds. */
const COALESCE_MS = 20;
/** Interval at which changes in flight are published if no other update of the job is, in milliseconds. */
const IN_FLIGHT_MS = 250;
/** Reserved for the fields of a message around its items. */
const ENVELOPE_BYTES = 400;

/** What is in flight was told to a single node: the next round tells all that are interested. */
const TOLD_TO_SOME = 'told to some';

/** An item of a message as JSON, and the job that it is about. */
interface Item {
  readonly jobId: string;
  readonly text: string;
}

/**
 * Publishes what this node commits and which symbols it has in flight: transitions to all nodes, everything else to those
 * that are interested in the job.
 */
export class UpdatePublisher {
  private readonly transitions: JobUpdate[] = [];
  /** The latest progress of each job. */
  private readonly progress = new Map<string, JobUpdate>();
  /** What was last published as in flight, by job. */
  private readonly toldInFlight = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;
  private readonly rounds: NodeJS.Timeout;
  private isDue = false;

  /**
   * @param maxBytes maximum size of one message
   * @param send sends items in JSON as one message. `to`: id of a node; null: all nodes
   */
  constructor(
    private readonly pool: WorkerPool,
    private readonly interests: Pick<InterestRegistry, 'of'>,
    private readonly maxBytes: number,
    private readonly send: (to: string | null, items: readonly string[]) => void,
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

  /** Sends a node all symbols that are in flight now. @param jobIds of these jobs; null: of all jobs */
  tellInFlightTo(nodeId: string, jobIds: readonly string[] | null): void {
    const told = jobIds ?? this.pool.jobIds;
    // Otherwise a node that was told of a symbol which ends before the next round would not be told of its end.
    for (const jobId of told) if (this.pool.inFlight(jobId).length > 0) this.toldInFlight.set(jobId, TOLD_TO_SOME);
    this.sendAll(
      nodeId,
      told.flatMap((jobId) => this.inFlight(jobId)),
    );
  }

  /** Publishes everything in flight with the next round again, because messages may have been lost. */
  tellAgain(): void {
    this.toldInFlight.clear();
  }

  close(): void {
    clearInterval(this.rounds);
    this.flush();
  }

  private flush(): void {
    clearTimeout(this.timer);
    [this.timer, this.isDue] = [undefined, false];
    const transitions = this.transitions.splice(0);
    const progress = [...this.progress.values()];
    this.progress.clear();
    const jobIds = new Set([...transitions, ...progress].map(({ job }) => job.id));
    // In-flight items go first: a subscriber that learns that a job has drained must not see symbols in flight.
    const changed = [...jobIds].flatMap((jobId) => this.changedInFlight(jobId));
    this.sendToInterested([...changed, ...progress.map((update) => this.itemOf(update))]);
    const items = transitions.map((update) => this.itemOf(update));
    this.sendAll(null, items);
  }

  private tellInFlight(): void {
    const jobIds = new Set([...this.pool.jobIds, ...this.toldInFlight.keys()]);
    this.sendToInterested([...jobIds].flatMap((jobId) => this.changedInFlight(jobId)));
  }

  /** Returns the in-flight items of a job; none if they were published already or nobody is interested. */
  private changedInFlight(jobId: string): Item[] {
    if (this.interests.of(jobId).length === 0) {
      this.toldInFlight.delete(jobId);
      return [];
    }
    const symbols = this.pool.inFlight(jobId);
    const key = symbols.map(({ position, attempts, rows }) => `${position} ${attempts} ${rows}`).join();
    if ((this.toldInFlight.get(jobId) ?? '') === key) return [];
    if (key === '') this.toldInFlight.delete(jobId);
    else this.toldInFlight.set(jobId, key);
    return this.inParts(jobId, symbols);
  }

  private inFlight(jobId: string): Item[] {
    return this.inParts(jobId, this.pool.inFlight(jobId));
  }

  private inParts(jobId: string, symbols: readonly JobSymbol[]): Item[] {
    const packed = symbols.map((symbol) => JSON.stringify(packSymbol(symbol)));
    const parts = inChunks(packed, (text) => text, this.maxBytes / 2);
    const none: NewsItem = { inFlight: jobId, symbols: [], more: false };
    if (parts.length === 0) return [{ jobId, text: JSON.stringify(none) }];
    return parts.map((part, index) => ({
      jobId,
      text: `{"inFlight":"${jobId}","symbols":[${part.join()}],"more":${index > 0}}`,
    }));
  }

  /** A job with a long name and reason may exceed a message: then the receiver reads it from the database instead. */
  private itemOf(update: JobUpdate): Item {
    const { job, kind } = update;
    const text = JSON.stringify(update);
    const fits = Buffer.byteLength(text) <= this.maxBytes - ENVELOPE_BYTES;
    return { jobId: job.id, text: fits ? text : JSON.stringify({ changed: job.id, kind }) };
  }

  private sendToInterested(items: readonly Item[]): void {
    const byNode = new Map<string, Item[]>();
    for (const item of items) {
      for (const nodeId of this.interests.of(item.jobId)) {
        const own = byNode.get(nodeId);
        if (own) own.push(item);
        else byNode.set(nodeId, [item]);
      }
    }
    for (const [nodeId, own] of byNode) this.sendAll(nodeId, own);
  }

  private sendAll(to: string | null, items: readonly Item[]): void {
    for (const chunk of inChunks(items, ({ text }) => text, this.maxBytes - ENVELOPE_BYTES))
      this.send(
        to,
        chunk.map(({ text }) => text),
      );
  }
}

/** Splits values, in order, into chunks whose texts have at most `maxBytes`. A longer one forms a chunk of its own. */
function inChunks<T>(values: readonly T[], textOf: (value: T) => string, maxBytes: number): T[][] {
  const chunks: T[][] = [];
  let left = 0;
  for (const value of values) {
    const bytes = Buffer.byteLength(textOf(value)) + 1;
    if (bytes > left) {
      chunks.push([]);
      left = maxBytes;
    }
    chunks.at(-1)!.push(value);
    left -= bytes;
  }
  return chunks;
}
