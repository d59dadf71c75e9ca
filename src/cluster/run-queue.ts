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
import type { ShareOfJob } from '../application/ports/collection-ledger';
import type { Logger } from '../application/ports/logger';

/** Where the queue lives. */
export type Engine =
  /** `pool`: of at least two connections, one of which listens; its sessions search the schema `bullmq`. */
  { readonly pool: Pool } | { readonly redisUrl: string; /** Of all its keys. */ readonly prefix: string };

/** What becomes of a run on the node that took it. */
export interface RunTaker {
  /** Resolves with the run's end: whether it is OVER, or shall go on on another node. Must not reject. */
  run(share: ShareOfJob): Promise<'OVER' | 'HANDED_ON'>;
  /** The queue takes the run for dead and gives it to somebody else, or already has, or has lost its memory. */
  lost(share: ShareOfJob): void;
  /** A run that was over has left the queue. From now on it can be queued again. */
  left(share: ShareOfJob): void;
}

const QUEUE = 'runs';
/** A Redis that answers nothing for so long, in milliseconds, is connected to anew; a worker waits for half of it, see drainDelay. */
const SILENT_MS = 10_000;
/** Whoever waits for an entry does so no longer, in milliseconds. */
const OFFER_MS = 500;
/** A node takes whatever there is, as one process does; RunAdopter sees to it that others get their part. */
const UNLIMITED = 100_000;

/**
 * The runs that are to be made, one entry a share of a job, on BullMQ: who takes which, who has died with it, and to
 * whom it goes then is all the library's. While a share has an entry, queueing it again changes nothing.
 */
export class RunQueue {
  /** Null until it is open: BullMQ looks for its tables as soon as it is made. */
  private queue: Queue<ShareOfJob> | null = null;
  private worker: Worker<ShareOfJob> | null = null;
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
    this.queue = new Queue<ShareOfJob>(QUEUE, this.connection, backendOf(this.engine));
    this.queue.on('error', (error) => this.complain(error));
    await this.queue.waitUntilReady();
  }

  /** Begins to take runs, as long as it is not closed. @throws when the store cannot be reached */
  async take(nodeId: string, taker: RunTaker): Promise<void> {
    const process = (job: Job<ShareOfJob>, token?: string) => runOnce(job, token!, taker);
    const options = {
      ...this.connection,
      name: nodeId,
      autorun: false,
      concurrency: UNLIMITED,
      lockDuration: TIMING.QUEUE_LOCK,
      stalledInterval: TIMING.QUEUE_STALLED_CHECK,
      // However often its nodes die, a run goes on.
      maxStalledCount: 1_000_000,
      runRetryDelay: TIMING.QUEUE_RETRY,
      drainDelay: 5,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    };
    const worker = new Worker<ShareOfJob>(QUEUE, process, options, backendOf(this.engine));
    this.worker = worker;
    worker.on('error', (error) => this.complain(error));
    worker.on('completed', (job) => taker.left(job.data));
    worker.on('failed', (job) => job && taker.left(job.data));
    worker.on('lockRenewalFailed', (ids: string[]) => ids.forEach((id) => taker.lost(shareOf(id))));
    // Not before: a worker whose connection fails while it is made would never ask for another.
    await worker.waitUntilReady();
    beSlowToFail(worker.getBackend());
    worker.run().catch((error: Error) => this.complain(error));
  }

  async add(shares: readonly ShareOfJob[]): Promise<void> {
    if (shares.length === 0) return;
    const options = { removeOnComplete: true, removeOnFail: true };
    await this.queue!.addBulk(
      shares.map((share) => ({ name: 'run', data: share, opts: { ...options, jobId: entryId(share) } })),
    );
  }

  /** As `add`, for somebody who waits: what cannot be queued in time, is by the node that finds it left behind. */
  async offer(shares: readonly ShareOfJob[]): Promise<void> {
    const added = this.add(shares).catch((error: Error) => this.complain(error));
    await within(OFFER_MS, added);
  }

  /** Takes no further run, but one that it was about to take, until `goOn`. */
  async rest(): Promise<void> {
    await this.worker?.pause(true).catch((error: Error) => this.complain(error));
  }

  async goOn(): Promise<void> {
    await this.worker?.resume().catch((error: Error) => this.complain(error));
  }

  /** Takes no further run. Runs under way must have ended or end soon: waits for them. */
  async close(): Promise<void> {
    // One that is closed while it still connects leaves a connection behind.
    await this.worker?.waitUntilReady().catch(() => undefined);
    await this.worker?.close();
    await this.queue?.close();
  }

  private complain(error: Error): void {
    this.log.warn({ err: error }, 'the queue of runs');
  }
}

async function runOnce(job: Job<ShareOfJob>, token: string, taker: RunTaker): Promise<void> {
  if ((await taker.run(job.data)) === 'OVER') return;
  await job.moveToWait(token);
  throw new WaitingError();
}

/**
 * After an error that is not one of the connection BullMQ asks for the next run at once, and so on: as long as the store
 * answers so, the process would do nothing else.
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

function entryId({ jobId, share }: ShareOfJob): string {
  return `${jobId}.${share}`;
}

function shareOf(id: string): ShareOfJob {
  const [jobId, share] = id.split('.') as [string, string];
  return { jobId, share: Number(share) };
}
