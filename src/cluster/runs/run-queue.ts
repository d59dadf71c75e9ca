import type { Pool } from 'pg';
import { createPostgresBackend, Queue, runMigrations, Worker, type IQueueBackend } from 'bullmq';
import { delay } from '../../async/delay';
import { within } from '../../async/within';
import { TIMING } from '../../timing';
import type { ShardOfJob } from '../../application/ports/collection-ledger';
import type { Logger } from '../../application/ports/logger';

/** The store of the queue. */
export type Engine =
  /** `pool` must have at least two connections, as one listens, and `bullmq` in the search_path of its sessions. */
  { readonly pool: Pool } | { readonly redisUrl: string; /** Of all keys. */ readonly prefix: string };

/** Receives the shards that the queue assigns to a node. */
export interface ShardTaker {
  /** Resolves when a run has taken the lease of the shard, or it is known that none will. Must not reject. */
  take(shard: ShardOfJob): Promise<void>;
  /** The entry of a shard has left the queue: the shard can be queued again. */
  left(shard: ShardOfJob): void;
}

const QUEUE = 'runs';
/** Socket timeout of Redis, in milliseconds. A worker's blocking read is silent for half of it, see drainDelay. */
const SILENT_MS = 10_000;
/** Timeout of `offer`, in milliseconds. */
const OFFER_MS = 500;
/** Up to so many entries are added one by one. */
const FEW = 4;
/** Shards that a node takes at the same time. Few, so that nodes which start together share the work. */
const HAND_OVERS = 16;

/**
 * Dispatches shards that want a run to nodes, on BullMQ: one entry per shard, which is gone as soon as a node has taken
 * the shard. The lease decides which run is valid, the session of its node how long, so the queue may lose or repeat an
 * entry. Queueing a shard that has an entry has no effect.
 */
export class RunQueue {
  /** Null until `open`: BullMQ accesses its tables as soon as a Queue is constructed, so they must exist. */
  private queue: Queue<ShardOfJob> | null = null;
  private worker: Worker<ShardOfJob> | null = null;
  private readonly connection: { connection: object; prefix?: string };

  constructor(
    private readonly engine: Engine,
    private readonly log: Logger,
  ) {
    this.connection = connectionOf(engine);
  }

  /** @throws when the store cannot be reached */
  async open(): Promise<void> {
    if ('pool' in this.engine) await makeTables(this.engine.pool);
    this.queue = new Queue<ShardOfJob>(QUEUE, this.connection, backendOf(this.engine));
    this.queue.on('error', (error) => this.complain(error));
    await this.queue.waitUntilReady();
  }

  /** Takes shards until `rest` or `close`. @throws when the store cannot be reached */
  async take(nodeId: string, taker: ShardTaker): Promise<void> {
    const options = {
      ...this.connection,
      name: nodeId,
      autorun: false,
      concurrency: HAND_OVERS,
      // An entry that is not taken in time is released by `recover` only.
      lockDuration: TIMING.HAND_OVER,
      skipLockRenewal: true,
      skipStalledCheck: true,
      stalledInterval: TIMING.HAND_OVER,
      // Effectively unlimited: a shard survives any number of nodes that die while they take it.
      maxStalledCount: 1_000_000,
      runRetryDelay: TIMING.QUEUE_RETRY,
      drainDelay: 5,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    };
    const worker = new Worker<ShardOfJob>(QUEUE, ({ data }) => taker.take(data), options, backendOf(this.engine));
    this.worker = worker;
    worker.on('error', (error) => this.complain(error));
    worker.on('completed', ({ data }) => taker.left(data));
    worker.on('failed', (job) => job && taker.left(job.data));
    // Only after waitUntilReady: a worker that starts before does not recover if its first connection fails.
    await worker.waitUntilReady();
    beSlowToFail(worker.getBackend());
    worker.run().catch((error: Error) => this.complain(error));
  }

  /** @param shards with the id of the run that has died, if it is known */
  async add(shards: readonly (ShardOfJob & { readonly runId?: string })[]): Promise<void> {
    if (shards.length === 0) return;
    const options = { removeOnComplete: true, removeOnFail: true };
    const entry = ({ jobId, shard }: ShardOfJob, opts: object) => ({ name: 'run', data: { jobId, shard }, opts });
    const entries = shards.map((shard) => entry(shard, { ...options, jobId: entryId(shard) }));
    // On PostgreSQL a bulk creates temporary tables, which costs as much as a dozen single entries.
    if (entries.length > FEW) await this.queue!.addBulk(entries);
    else await Promise.all(entries.map(({ name, data, opts }) => this.queue!.add(name, data, opts)));
  }

  /** As `add`, but waits for OFFER_MS at most and does not throw: the adopter's search queues what was not queued. */
  async offer(shards: readonly ShardOfJob[]): Promise<void> {
    const added = this.add(shards).catch((error: Error) => this.complain(error));
    await within(OFFER_MS, added);
  }

  /**
   * Releases the entries that a node took and left, because it died before it had the lease. BullMQ marks such entries
   * with one call and releases them with a later one, after HAND_OVER.
   */
  async recover(): Promise<void> {
    await this.worker?.getBackend().moveStalledJobsToWait();
  }

  /** Takes no further shard until `goOn`, except one whose assignment is in progress. */
  async rest(): Promise<void> {
    await this.worker?.pause(true).catch((error: Error) => this.complain(error));
  }

  async goOn(): Promise<void> {
    await this.worker?.resume().catch((error: Error) => this.complain(error));
  }

  /** Takes no further shard, and waits for the hand-overs in progress. */
  async closeTaking(): Promise<void> {
    // A worker that is closed while it connects leaks the connection.
    await this.worker?.waitUntilReady().catch(() => undefined);
    await this.worker?.close();
  }

  /** Must be called after `closeTaking`. */
  async close(): Promise<void> {
    await this.queue?.close();
  }

  private complain(error: Error): void {
    this.log.warn({ err: error }, 'the queue of runs');
  }
}

/**
 * Delays errors by QUEUE_RETRY. After an error other than a connection error BullMQ fetches the next run immediately:
 * if the store kept answering with errors, this would be a busy loop.
 */
function beSlowToFail(backend: Pick<IQueueBackend, 'moveToActive'>): void {
  const moveToActive = backend.moveToActive.bind(backend);
  backend.moveToActive = (...args) =>
    moveToActive(...args).catch(async (error: unknown) => {
      await delay(TIMING.QUEUE_RETRY, []);
      throw error;
    });
}

async function makeTables(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
}

function backendOf(engine: Engine) {
  return 'pool' in engine ? (createPostgresBackend as never) : undefined;
}

function connectionOf(engine: Engine): { connection: object; prefix?: string } {
  if ('redisUrl' in engine) {
    const retryStrategy = () => TIMING.QUEUE_RETRY;
    const connection = { url: engine.redisUrl, maxRetriesPerRequest: null, retryStrategy, socketTimeout: SILENT_MS };
    return { connection, prefix: engine.prefix };
  }
  return { connection: engine.pool };
}

/** After a run that is dead: its node may have died in the hand-over, and left the shard's own entry behind. */
function entryId({ jobId, shard, runId }: ShardOfJob & { readonly runId?: string }): string {
  return [jobId, shard, ...(runId ? [runId] : [])].join('.');
}
