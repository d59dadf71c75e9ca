import type { ClusterStore, NodeRole, Pulse } from '../application/ports/cluster-store';
import type { Logger } from '../application/ports/logger';
import type { JobFeed } from '../application/control/job-feed';
import type { JobUpdate } from '../domain/job-update';
import type { SourceThrottle } from '../application/source-access/source-throttle';
import { within } from '../async/within';
import type { WorkerPool } from '../application/worker/worker-pool';
import { Acknowledgements } from './acknowledgements';
import { BoundedLog } from './bus/bounded-log';
import type { Bus, BusListener } from './bus/bus';
import { PROTOCOL, type Interest, type Message, type Order, type Saying } from './bus/messages';
import { OtherProtocols } from './bus/other-protocols';
import { readMessage, type Unreadable } from './bus/read-message';
import { ClusterWorkerManager } from './cluster-worker-manager';
import { ControlBroadcast } from './control-broadcast';
import { surplus } from './runs/balance';
import { RunAdopter } from './runs/run-adopter';
import type { RunQueue } from './runs/run-queue';
import { SessionHeartbeat } from './runs/session-heartbeat';
import { Takeover } from './runs/takeover';
import { UpdateExchange } from './updates/update-exchange';

export interface NodeDeps {
  readonly id: string;
  readonly role: NodeRole;
  readonly store: ClusterStore;
  readonly pool: WorkerPool;
  readonly feed: JobFeed;
  readonly queue: RunQueue;
  readonly busOf: (nodeId: string, listener: BusListener) => Bus;
  readonly throttleOf: (source: string) => SourceThrottle | undefined;
  readonly log: Logger;
}

/** Time beyond `graceMs` for runs to complete everything but their symbols when the node closes, in milliseconds. */
const LAST_WORDS_MS = 3_000;

/** Characters of a dropped message that are logged. */
const SAMPLE_LENGTH = 200;

/** A member of a cluster of services that share a database: publishes to the other nodes and handles their messages. */
export class ClusterNode implements BusListener {
  readonly workers: ClusterWorkerManager;
  private readonly bus: Bus;
  private readonly acknowledgements = new Acknowledgements();
  private readonly heartbeat: SessionHeartbeat;
  private readonly updates: UpdateExchange;
  private readonly adopter: RunAdopter;
  private readonly takeover: Takeover;
  private standing: 'MEMBER' | 'RETIRED' = 'MEMBER';
  private readonly otherProtocols: OtherProtocols;
  private readonly dropped: BoundedLog<Unreadable | 'NOT_OBEYED'>;

  constructor(private readonly deps: NodeDeps) {
    const { id, role, pool, queue, store, feed, log } = deps;
    const { acknowledgements } = this;
    this.dropped = new BoundedLog(log, 'a message of another node was dropped');
    this.bus = deps.busOf(id, this);
    this.updates = new UpdateExchange({
      ...{ pool, feed, store, acknowledgements, log, maxBytes: this.bus.maxBytes },
      sayNews: (to, items) => this.sayNews(to, items),
      sayInterest: (interest) => this.say(null, interest),
    });
    this.heartbeat = new SessionHeartbeat({
      ...{ store, pool, log, self: { id, role, protocol: PROTOCOL } },
      question: () => this.updates.question(),
      onHeartbeat: (pulse, isAlive) => this.onHeartbeat(pulse, isAlive),
      onOtherServer: () => this.lose('the database has restarted or failed over, and may have lost commits'),
    });
    this.adopter = new RunAdopter(id, pool, queue, store, () => this.hears(), log);
    this.otherProtocols = new OtherProtocols(log);
    this.takeover = new Takeover((expired) => this.adopter.takeOverFrom(expired), log);
    const others = async (jobId: string) => (await store.holders(jobId)).filter((holder) => holder !== id);
    const broadcast = new ControlBroadcast((order) => this.say(null, order), acknowledgements, others);
    this.workers = new ClusterWorkerManager({ pool, queue, broadcast, updates: this.updates, store, feed });
  }

  /** Joins the cluster and starts to take runs. @throws when the database or the queue cannot be reached */
  async open(): Promise<void> {
    const { role, queue } = this.deps;
    await this.bus.open();
    await queue.open();
    await this.heartbeat.open();
    if (role !== 'api') await this.takeRuns();
    if (this.standing === 'RETIRED') await queue.rest();
  }

  private async takeRuns(): Promise<void> {
    await this.adopter.sweep();
    this.adopter.open();
    await this.deps.queue.take(this.deps.id, this.adopter);
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
    this.lose('this node no longer learns of what the others do');
    await Promise.all([keeping, queue.rest(), this.heartbeat.close()]);
  }

  /**
   * Leaves the cluster in order: symbols in flight have `graceMs` milliseconds to be stored, and other nodes take over
   * the rest.
   */
  async close(graceMs: number): Promise<void> {
    const { pool, queue } = this.deps;
    const ended = Promise.all([this.adopter.close(), pool.close(graceMs), queue.closeTaking()]);
    await within(graceMs + LAST_WORDS_MS, ended);
    await within(LAST_WORDS_MS, this.adopter.queued());
    this.updates.close();
    await this.heartbeat.close();
    await within(LAST_WORDS_MS, queue.close());
    await this.bus.close();
    this.dropped.close();
  }

  /** Whether this node knows every command that was committed a second ago or earlier. Otherwise it is fenced. */
  hears(): boolean {
    return this.heartbeat.hears();
  }

  /** Tells the other nodes of an update that this node has committed. */
  tell(update: JobUpdate, wasAdmitted: boolean): void {
    this.updates.tell(update, wasAdmitted);
  }

  /** Whether the listeners of this node may be told of an update now, see JobWatch. */
  admits(update: JobUpdate): boolean {
    return this.updates.admits(update);
  }

  /** A job, null: every job, has its first listener on this node. */
  watched(jobId: string | null): void {
    this.updates.watched(jobId);
  }

  tellToHold(source: string, ms: number): void {
    this.say(null, { type: 'HOLD', source, ms });
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

  missed(): void {
    this.updates.missed();
  }

  /** @param to id of a node; null: all nodes */
  private say(to: string | null, saying: Saying): void {
    this.bus.say(to, JSON.stringify({ v: PROTOCOL, from: this.deps.id, ...saying }));
  }

  /** @param items in JSON, because several nodes may get the same item */
  private sayNews(to: string | null, items: readonly string[]): void {
    const head = JSON.stringify({ v: PROTOCOL, from: this.deps.id, type: 'NEWS' });
    this.bus.say(to, `${head.slice(0, -1)},"items":[${items.join()}]}`);
  }

  private obey(message: Message): void {
    switch (message.type) {
      case 'NEWS':
        return this.updates.heardNews(message.from, message);
      case 'INTEREST':
        return this.tellOf(message.from, message);
      case 'ORDER':
        return this.follow(message.from, message);
      case 'HEARD':
        return message.to === this.deps.id ? this.acknowledgements.acknowledged(message.id, message.from) : undefined;
      case 'HOLD':
        return void this.deps.throttleOf(message.source)?.keepQuiet(message.ms);
    }
  }

  private lose(why: string): void {
    this.deps.log.warn({ why }, 'all subscriptions of this node end; their clients begin new ones');
    this.updates.loseAll();
  }

  private tellOf(from: string, interest: Interest): void {
    this.updates.heardInterest(from, interest);
    if (interest.id !== null) this.say(from, { type: 'HEARD', to: from, id: interest.id });
  }

  private follow(from: string, { id, jobId, version, state, abortInFlight }: Order): void {
    this.deps.pool.obey(jobId, { version, state }, abortInFlight);
    // The answer of the command shows what is in flight.
    this.updates.tellInFlightTo(from, [jobId]);
    this.say(from, { type: 'HEARD', to: from, id });
  }

  private onHeartbeat(pulse: Pulse, isAlive: boolean): void {
    const others = pulse.nodes.map(({ id }) => id).filter((id) => id !== this.deps.id);
    this.updates.look(pulse, others);
    // A node that cannot store would only pass on what it takes over.
    if (isAlive) this.takeover.look(pulse.expired);
    if (isAlive) this.adopter.even(surplus(this.deps.id, pulse.nodes));
    this.otherProtocols.look(pulse.nodes);
  }
}
