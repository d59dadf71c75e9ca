import type { ICollectionJobRepository } from '../application/ports/collection-job-repository';
import type { ClusterStore, NodeRole, Pulse } from '../application/ports/cluster-store';
import type { Logger } from '../application/ports/logger';
import type { JobFeed, JobUpdate } from '../application/services/job-feed';
import { persistently } from '../application/services/persistently';
import { sharedAbort } from '../application/services/shared-abort';
import type { SourceThrottle } from '../application/services/source-throttle';
import { within } from '../application/services/within';
import type { WorkerPool } from '../application/services/worker-pool';
import { surplus } from './balance';
import { Beat } from './beat';
import type { Bus, BusListener } from './bus';
import { ClusterWorkerManager } from './cluster-worker-manager';
import { InFlightBoard } from './in-flight-board';
import { readMessage, unpackSymbol, type Message, type News, type NewsItem, type Order, type Saying } from './messages';
import { Newsroom } from './newsroom';
import { Orders } from './orders';
import { RunKeeper } from './run-keeper';
import type { RunQueue } from './run-queue';

export interface NodeParts {
  readonly id: string;
  readonly role: NodeRole;
  readonly store: ClusterStore;
  readonly pool: WorkerPool;
  readonly feed: JobFeed;
  readonly jobs: ICollectionJobRepository;
  readonly queue: RunQueue;
  readonly busOf: (listener: BusListener) => Bus;
  readonly throttleOf: (source: string) => SourceThrottle | undefined;
  readonly log: Logger;
}

/** More than the nodes' clocks and the way to the database can make of a difference, in milliseconds. */
const CATCH_UP_MARGIN_MS = 2_000;
/** What belongs to a run besides its symbols, when the node ends, in milliseconds. */
const LAST_WORDS_MS = 3_000;

/** One of several services that share a database: what it tells the others, and what it does about what they tell. */
export class ClusterNode implements BusListener {
  readonly workers: ClusterWorkerManager;
  private readonly bus: Bus;
  private readonly beat: Beat;
  private readonly board = new InFlightBoard();
  private readonly newsroom: Newsroom;
  private readonly orders: Orders;
  private readonly keeper: RunKeeper;
  private readonly closing = sharedAbort();

  constructor(private readonly parts: NodeParts) {
    const { id, role, pool, queue, store, feed, log } = parts;
    this.bus = parts.busOf(this);
    this.beat = new Beat(store, pool, { id, role }, log, (pulse) => this.beaten(pulse));
    this.newsroom = new Newsroom(pool, this.bus.maxBytes, (items) => this.say({ type: 'NEWS', items }));
    const others = async (jobId: string) => (await store.holders(jobId)).filter((holder) => holder !== id);
    this.orders = new Orders((order) => this.say(order), others);
    this.keeper = new RunKeeper(id, pool, queue, store, log);
    this.workers = new ClusterWorkerManager(pool, queue, this.orders, this.board, store, feed);
  }

  /** Joins the cluster and takes its part of the work. @throws when the database or the queue cannot be reached */
  async open(): Promise<void> {
    const { id, role, queue } = this.parts;
    await this.bus.open();
    await queue.open();
    await this.beat.open();
    await this.keeper.sweep();
    this.keeper.open();
    if (role !== 'api') await queue.take(id, this.keeper);
  }

  /** Leaves it: what is in flight gets `graceMs` milliseconds to be stored, and other nodes go on with the rest. */
  async close(graceMs: number): Promise<void> {
    this.closing.abort();
    const { pool, queue } = this.parts;
    const ended = Promise.all([this.keeper.close(), pool.close(graceMs), queue.close()]);
    await within(graceMs + LAST_WORDS_MS, ended);
    this.newsroom.close();
    await this.beat.close();
    await this.bus.close();
  }

  /** Whether a command that was committed a second ago is known here. */
  hears(): boolean {
    return this.beat.hears();
  }

  tell(update: JobUpdate): void {
    this.newsroom.take(update);
  }

  tellToHold(source: string, ms: number): void {
    this.say({ type: 'HOLD', source, ms });
  }

  heard(text: string): void {
    const message = readMessage(text);
    if (message && message.from !== this.parts.id) this.obey(message);
  }

  missed(ms: number): void {
    this.say({ type: 'RESYNC', ms });
    this.resync(ms);
  }

  private say(saying: Saying): void {
    this.bus.say(JSON.stringify({ from: this.parts.id, ...saying }));
  }

  private obey(message: Message): void {
    switch (message.type) {
      case 'NEWS':
        return this.spread(message.from, message);
      case 'ORDER':
        return this.follow(message.from, message);
      case 'HEARD':
        return message.to === this.parts.id ? this.orders.heard(message.from, message) : undefined;
      case 'HOLD':
        return void this.parts.throttleOf(message.source)?.keepQuiet(message.ms);
      case 'RESYNC':
        return this.resync(message.ms);
    }
  }

  private spread(from: string, { items }: News): void {
    for (const item of items) {
      if ('inFlight' in item) this.board.set(from, item.inFlight, item.symbols.map(unpackSymbol), item.more);
      else if ('job' in item) this.deliver(item);
      else this.readAndDeliver(item);
    }
  }

  private deliver(update: JobUpdate): void {
    const { job, kind } = update;
    if (kind === 'TRANSITION') this.parts.pool.obey(job.id, job);
    if (job.state === 'PAUSED' && job.drained) {
      this.board.forget(job.id);
      this.parts.pool.drainedElsewhere(job.id, job);
    }
    this.parts.feed.deliver(update);
  }

  private readAndDeliver({ changed, kind }: Extract<NewsItem, { changed: string }>): void {
    this.persistently(async () => {
      const job = await this.parts.jobs.find(changed);
      if (job) this.deliver({ job, kind });
    });
  }

  private follow(from: string, { id, jobId, version, state, abortInFlight }: Order): void {
    this.parts.pool.obey(jobId, { version, state }, abortInFlight);
    this.newsroom.tellInFlightOf(jobId);
    this.say({ type: 'HEARD', to: from, id });
  }

  /** What was said in the meantime is read from the database, and what is in flight is told and heard once more. */
  private resync(ms: number): void {
    this.board.clear();
    this.newsroom.tellAgain();
    this.persistently(async () => {
      for (const update of await this.parts.store.updatesSince(ms + CATCH_UP_MARGIN_MS)) this.deliver(update);
    });
  }

  private beaten({ nodes }: Pulse): void {
    this.board.keepOnly(new Set(nodes.map(({ id }) => id)));
    this.keeper.even(surplus(this.parts.id, nodes));
  }

  private persistently(work: () => Promise<void>): void {
    persistently(work, this.closing.signal, () => undefined).catch((error: unknown) => {
      if (!this.closing.signal.aborted) this.parts.log.error({ err: error }, 'could not catch up');
    });
  }
}
