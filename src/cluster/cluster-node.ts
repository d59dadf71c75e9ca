import type { ICollectionJobRepository } from '../application/ports/collection-job-repository';
import type { ClusterStore, NodeRole, Pulse } from '../application/ports/cluster-store';
import type { Logger } from '../application/ports/logger';
import type { JobFeed } from '../application/control/job-feed';
import type { JobUpdate } from '../domain/job-update';
import type { SourceThrottle } from '../application/source-access/source-throttle';
import { within } from '../async/within';
import type { WorkerPool } from '../application/worker/worker-pool';
import { surplus } from './balance';
import { SessionHeartbeat } from './session-heartbeat';
import { Takeover } from './takeover';
import { BoundedLog } from './bus/bounded-log';
import type { Bus, BusListener } from './bus/bus';
import { CatchUp } from './catch-up';
import { ClusterWorkerManager } from './cluster-worker-manager';
import { InFlightBoard } from './in-flight-board';
import { PROTOCOL, unpackSymbol, type Message, type News, type Order, type Saying } from './bus/messages';
import { UpdatePublisher } from './update-publisher';
import { ControlBroadcast } from './control-broadcast';
import { readMessage, type Unreadable } from './bus/read-message';
import { RunAdopter } from './run-adopter';
import type { RunQueue } from './run-queue';

export interface NodeDeps {
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

/** Time beyond `graceMs` for runs to complete everything but their symbols when the node closes, in milliseconds. */
const LAST_WORDS_MS = 3_000;

/** Characters of a dropped message that are logged. */
const SAMPLE_LENGTH = 200;

/** A member of a cluster of services that shard a database: publishes to the other nodes and handles their messages. */
export class ClusterNode implements BusListener {
  readonly workers: ClusterWorkerManager;
  private readonly bus: Bus;
  private readonly heartbeat: SessionHeartbeat;
  private readonly board = new InFlightBoard();
  private readonly publisher: UpdatePublisher;
  private readonly broadcast: ControlBroadcast;
  private readonly adopter: RunAdopter;
  private readonly takeover: Takeover;
  private readonly catchUp: CatchUp;
  private standing: 'MEMBER' | 'RETIRED' = 'MEMBER';
  private readonly dropped: BoundedLog<Unreadable | 'NOT_OBEYED'>;
  private readonly notRead: BoundedLog<'NOT_READ'>;

  constructor(private readonly deps: NodeDeps) {
    const { id, role, pool, queue, store, feed, log, jobs } = deps;
    this.dropped = new BoundedLog(log, 'a message of another node was dropped');
    this.notRead = new BoundedLog(log, 'could not catch up');
    this.bus = deps.busOf(this);
    const self = { id, role, protocol: PROTOCOL };
    this.heartbeat = new SessionHeartbeat(store, pool, self, log, (pulse) => this.onHeartbeat(pulse));
    this.publisher = new UpdatePublisher(pool, this.bus.maxBytes, (items) => this.say({ type: 'NEWS', items }));
    const others = async (jobId: string) => (await store.holders(jobId)).filter((holder) => holder !== id);
    this.broadcast = new ControlBroadcast((order) => this.say(order), others);
    const failed = (error: unknown) => this.notRead.warn('NOT_READ', { err: error });
    this.catchUp = new CatchUp({ store, jobs, deliver: (update) => this.deliver(update), failed });
    this.adopter = new RunAdopter(id, pool, queue, store, log);
    this.takeover = new Takeover((expired) => this.adopter.takeOverFrom(expired), log);
    this.workers = new ClusterWorkerManager(pool, queue, this.broadcast, this.board, store, feed);
  }

  /** Joins the cluster and starts to take runs. @throws when the database or the queue cannot be reached */
  async open(): Promise<void> {
    const { id, role, queue } = this.deps;
    await this.bus.open();
    await queue.open();
    await this.heartbeat.open();
    await this.adopter.sweep();
    this.adopter.open();
    if (role !== 'api') await queue.take(id, this.adopter);
    if (this.standing === 'RETIRED') await queue.rest();
  }

  /**
   * Leaves the cluster immediately and permanently. Other nodes take over its runs, and this node stores nothing more
   * for them. The bus stays connected for the API of this node.
   */
  async retire(): Promise<void> {
    this.standing = 'RETIRED';
    const { pool, queue } = this.deps;
    const keeping = this.adopter.close();
    pool.retire();
    await Promise.all([keeping, queue.rest(), this.heartbeat.close()]);
  }

  /**
   * Leaves the cluster in order: symbols in flight have `graceMs` milliseconds to be stored, and other nodes take over
   * the rest.
   */
  async close(graceMs: number): Promise<void> {
    this.catchUp.close();
    const { pool, queue } = this.deps;
    const ended = Promise.all([this.adopter.close(), pool.close(graceMs), queue.closeTaking()]);
    await within(graceMs + LAST_WORDS_MS, ended);
    await within(LAST_WORDS_MS, this.adopter.queued());
    this.publisher.close();
    await this.heartbeat.close();
    await within(LAST_WORDS_MS, queue.close());
    await this.bus.close();
    this.dropped.close();
    this.notRead.close();
  }

  /** Whether this node knows every command that was committed a second ago or earlier. Otherwise it is fenced. */
  hears(): boolean {
    return this.heartbeat.hears();
  }

  tell(update: JobUpdate): void {
    this.publisher.take(update);
  }

  tellToHold(source: string, ms: number): void {
    this.say({ type: 'HOLD', source, ms });
  }

  heard(text: string): void {
    const sample = () => ({ sample: text.slice(0, SAMPLE_LENGTH), length: text.length });
    try {
      const message = readMessage(text, this.bus.maxBytes);
      if (typeof message === 'string') this.dropped.warn(message, sample());
      else if (message.from !== this.deps.id) this.obey(message);
    } catch (error) {
      this.dropped.warn('NOT_OBEYED', { err: error, ...sample() });
    }
  }

  missed(ms: number): void {
    this.say({ type: 'RESYNC', ms });
    this.resync(ms);
  }

  private say(saying: Saying): void {
    this.bus.say(JSON.stringify({ v: PROTOCOL, from: this.deps.id, ...saying }));
  }

  private obey(message: Message): void {
    switch (message.type) {
      case 'NEWS':
        return this.spread(message.from, message);
      case 'ORDER':
        return this.follow(message.from, message);
      case 'HEARD':
        return message.to === this.deps.id ? this.broadcast.acknowledged(message.from, message) : undefined;
      case 'HOLD':
        return void this.deps.throttleOf(message.source)?.keepQuiet(message.ms);
      case 'RESYNC':
        return this.resync(message.ms);
    }
  }

  private spread(from: string, { items }: News): void {
    for (const item of items) {
      if ('inFlight' in item) this.board.set(from, item.inFlight, item.symbols.map(unpackSymbol), item.more);
      else if ('job' in item) this.deliver(item);
      else this.catchUp.readJob(item.changed, item.kind);
    }
  }

  private deliver(update: JobUpdate): void {
    const { job, kind } = update;
    if (kind === 'TRANSITION') this.deps.pool.obey(job.id, job);
    if (job.state === 'PAUSED' && job.drained) {
      this.board.forget(job.id);
      this.deps.pool.drainedElsewhere(job.id, job);
    }
    this.deps.feed.deliver(update);
  }

  private follow(from: string, { id, jobId, version, state, abortInFlight }: Order): void {
    this.deps.pool.obey(jobId, { version, state }, abortInFlight);
    this.publisher.tellInFlightOf(jobId);
    this.say({ type: 'HEARD', to: from, id });
  }

  /** Reads the missed updates from the database, and exchanges what is in flight with the other nodes again. */
  private resync(ms: number): void {
    this.board.clear();
    this.publisher.tellAgain();
    this.catchUp.readLast(ms);
  }

  private onHeartbeat({ nodes, expired }: Pulse): void {
    this.takeover.look(expired);
    this.board.keepOnly(new Set(nodes.map(({ id }) => id)));
    this.adopter.even(surplus(this.deps.id, nodes));
  }
}
