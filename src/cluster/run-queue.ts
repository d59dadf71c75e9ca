import type { Pool } from 'pg';
import {
  createPostgresBackend,
  Queue,
  runMigrations,
  WaitingError,
  Worker,
  type IQueueBackend,
  type Job,
} from 'bullmq';
import { delay } from '../async/delay';
import { within } from '../async/within';
import { TIMING } from '../timing';
import type { ShardOfJob } from '../application/ports/collection-ledger';
import type { Logger } from '../application/ports/logger';

/** The store of the queue. */
export type Engine =
  /** `pool` must have at least two connections, as one listens, and `bullmq` in the search_path of its sessions. */
  { readonly pool: Pool } | { readonly redisUrl: string; /** Of all keys. */ readonly prefix: string };

/** Handles the runs that the queue assigns to a node. */
export interface RunTaker {
  /** Resolves when the run has ended here: OVER, or HANDED_ON to another node. Must not reject. */
  run(shard: ShardOfJob): Promise<'OVER' | 'HANDED_ON'>;
  /** The queue considers the run dead and reassigns it or has reassigned it, or the queue has lost its data. */
  lost(shard: ShardOfJob): void;
  /** The entry of a run that was OVER has left the queue: the shard can be queued again. */
  left(shard: ShardOfJob): void;
}

const QUEUE = 'runs';
/** Socket timeout of Redis, in milliseconds. A worker's blocking read is silent for half of it, see drainDelay. */
const SILENT_MS = 10_000;
/** Timeout of `offer`, in milliseconds. */
const OFFER_MS = 500;
/** A node takes every run, as a single process does; RunAdopter balances the runs between nodes. */
const UNLIMITED = 100_000;

/**
 * Queue of runs on BullMQ, with one entry per shard of a job. The library assigns runs to nodes, detects dead nodes and
 * reassigns their runs. Queueing a shard that has an entry has no effect.
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

  /** Takes runs until `rest` or `close`. @throws when the store cannot be reached */
  async take(nodeId: string, taker: RunTaker): Promise<void> {
    const process = (job: Job<ShardOfJob>, token?: string) => runOnce(job, token!, taker);
    const options = {
      ...this.connection,
      name: nodeId,
      autorun: false,
      concurrency: UNLIMITED,
      lockDuration: TIMING.QUEUE_LOCK,
      stalledInterval: TIMING.QUEUE_STALLED_CHECK,
      // Effectively unlimited: a run survives any number of dead nodes.
      maxStalledCount: 1_000_000,
      runRetryDelay: TIMING.QUEUE_RETRY,
      drainDelay: 5,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    };
    const worker = new Worker<ShardOfJob>(QUEUE, process, options, backendOf(this.engine));
    this.worker = worker;
    worker.on('error', (error) => this.complain(error));
    worker.on('completed', (job) => taker.left(job.data));
    worker.on('failed', (job) => job && taker.left(job.data));
    worker.on('lockRenewalFailed', (ids: string[]) => ids.forEach((id) => taker.lost(shardOf(id))));
    // Only after waitUntilReady: a worker that starts before does not recover if its first connection fails.
    await worker.waitUntilReady();
    beSlowToFail(worker.getBackend());
    worker.run().catch((error: Error) => this.complain(error));
  }

  async add(shards: readonly ShardOfJob[]): Promise<void> {
    if (shards.length === 0) return;
    const options = { removeOnComplete: true, removeOnFail: true };
    await this.queue!.addBulk(
      shards.map((shard) => ({ name: 'run', data: shard, opts: { ...options, jobId: entryId(shard) } })),
    );
  }

  /** As `add`, but waits for OFFER_MS at most and does not throw: a node's sweep queues what was not queued. */
  async offer(shards: readonly ShardOfJob[]): Promise<void> {
    const added = this.add(shards).catch((error: Error) => this.complain(error));
    await within(OFFER_MS, added);
  }

  /** Takes no further run until `goOn`, except one whose assignment is in progress. */
  async rest(): Promise<void> {
    await this.worker?.pause(true).catch((error: Error) => this.complain(error));
  }

  async goOn(): Promise<void> {
    await this.worker?.resume().catch((error: Error) => this.complain(error));
  }

  /** Takes no further run, and waits for the current runs, which must have ended or end soon. */
  async close(): Promise<void> {
    // A worker that is closed while it connects leaks the connection.
    await this.worker?.waitUntilReady().catch(() => undefined);
    await this.worker?.close();
    await this.queue?.close();
  }

  private complain(error: Error): void {
    this.log.warn({ err: error }, 'the queue of runs');
  }
}

async function runOnce(job: Job<ShardOfJob>, token: string, taker: RunTaker): Promise<void> {
  if ((await taker.run(job.data)) === 'OVER') return;
  await job.moveToWait(token);
  throw new WaitingError();
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

function entryId({ jobId, shard }: ShardOfJob): string {
  return `${jobId}.${shard}`;
}

function shardOf(id: string): ShardOfJob {
  const [jobId, shard] = id.split('.') as [string, string];
  return { jobId, shard: Number(shard) };
}
