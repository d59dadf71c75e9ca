import type { JobFeed } from '../../application/control/job-feed';
import type { ClusterStore, Pulse } from '../../application/ports/cluster-store';
import type { Logger } from '../../application/ports/logger';
import type { WorkerPool } from '../../application/worker/worker-pool';
import type { JobSymbol } from '../../domain/job-symbol';
import type { JobUpdate } from '../../domain/job-update';
import type { Acknowledgements } from '../acknowledgements';
import { unpackSymbol, type Interest, type News } from '../bus/messages';
import { CatchUp } from './catch-up';
import { InFlightRegistry } from './in-flight-registry';
import { InterestRegistry } from './interest-registry';
import { JobWatch } from './job-watch';
import { OwnInterests } from './own-interests';
import { UpdatePublisher } from './update-publisher';

export interface UpdateExchangeDeps {
  readonly pool: WorkerPool;
  readonly feed: JobFeed;
  readonly store: Pick<ClusterStore, 'missed'>;
  readonly acknowledgements: Acknowledgements;
  /** Maximum size of one message. */
  readonly maxBytes: number;
  /** Sends items, in JSON, to a node; null: to all nodes. */
  readonly sayNews: (to: string | null, items: readonly string[]) => void;
  readonly sayInterest: (interest: Interest) => void;
  readonly log: Logger;
}

/**
 * Exchanges updates of jobs and the symbols in flight with the other nodes. Messages are hints: what they do not bring is
 * found with the heartbeat.
 */
export class UpdateExchange {
  private readonly inFlight = new InFlightRegistry();
  /** What the other nodes want to be told of. */
  private readonly interests = new InterestRegistry();
  private readonly ownInterests: OwnInterests;
  private readonly publisher: UpdatePublisher;
  private readonly watch: JobWatch;
  private readonly catchUp: CatchUp;
  private others: readonly string[] = [];

  constructor(private readonly deps: UpdateExchangeDeps) {
    const { pool, feed, store, acknowledgements, maxBytes, sayNews, sayInterest, log } = deps;
    this.publisher = new UpdatePublisher(pool, this.interests, maxBytes, sayNews);
    this.ownInterests = new OwnInterests({ say: sayInterest, acknowledgements, feed, others: () => this.others });
    this.watch = new JobWatch(feed);
    this.catchUp = new CatchUp({ store, watch: this.watch, feed, deliver: (update) => this.deliver(update), log });
  }

  /** Whether the listeners of this node may be told of an update now, see JobWatch. */
  admits(update: JobUpdate): boolean {
    return this.watch.admits(update);
  }

  /** Tells the other nodes of an update that this node has committed. */
  tell(update: JobUpdate, wasAdmitted: boolean): void {
    if (wasAdmitted) this.watch.told(update.job);
    this.publisher.take(update);
  }

  /** A job, null: every job, has its first listener on this node. */
  watched(jobId: string | null): void {
    this.watch.begins(jobId);
    if (jobId !== null) this.catchUp.begin(jobId);
    this.ownInterests.watches(jobId);
  }

  /** Returns what the heartbeat is to ask about watched jobs. */
  question(): ReturnType<JobWatch['question']> {
    return this.watch.question();
  }

  /** Returns the symbols of a job that are in flight on other nodes. */
  async inFlightElsewhere(jobId: string): Promise<readonly JobSymbol[]> {
    await this.ownInterests.told(jobId);
    return this.inFlight.of(jobId);
  }

  /** Sends a node what is in flight here. @param jobIds of these jobs; null: of all jobs */
  tellInFlightTo(nodeId: string, jobIds: readonly string[] | null): void {
    this.publisher.tellInFlightTo(nodeId, jobIds);
  }

  heardNews(from: string, { items }: News): void {
    for (const item of items) {
      if ('inFlight' in item) this.inFlight.set(from, item.inFlight, item.symbols.map(unpackSymbol), item.more);
      else if ('job' in item) this.heardUpdate(item);
      else this.watch.suspectJob(item.changed);
    }
  }

  /** A node that asks gets all; one that only begins to watch gets what there is. */
  heardInterest(from: string, { id, jobIds }: Interest): void {
    const news = this.interests.add(from, jobIds);
    if (id !== null) return this.publisher.tellInFlightTo(from, jobIds);
    const flying = (news ?? this.deps.pool.jobIds).filter((jobId) => this.deps.pool.inFlight(jobId).length > 0);
    if (flying.length > 0) this.publisher.tellInFlightTo(from, flying);
  }

  /** Must be called with every heartbeat. @param others ids of the other nodes whose session is valid */
  look({ changed }: Pulse, others: readonly string[]): void {
    this.others = others;
    const known = new Set(others);
    this.inFlight.keepOnly(known);
    this.interests.keepOnly(known);
    this.catchUp.look(changed);
  }

  /** Ends all subscriptions: what they were told may not hold, or they would not be told more. */
  loseAll(): void {
    this.watch.forgetAll();
    this.deps.feed.loseAll();
  }

  /** Messages may have been lost. The next heartbeats find the updates; what is in flight is told again. */
  missed(): void {
    this.watch.suspect();
    this.inFlight.clear();
    this.ownInterests.askAgain();
    this.publisher.tellAgain();
  }

  close(): void {
    this.publisher.close();
    this.ownInterests.close();
  }

  private heardUpdate(update: JobUpdate): void {
    const isAdmitted = this.watch.admits(update);
    this.obey(update);
    if (isAdmitted) this.deliver(update);
  }

  private deliver(update: JobUpdate): void {
    this.watch.told(update.job);
    this.deps.feed.deliver(update);
  }

  /** Workers obey whatever comes first: their signals carry the version. */
  private obey({ job, kind }: JobUpdate): void {
    const { pool } = this.deps;
    if (kind === 'TRANSITION') pool.obey(job.id, job);
    if (job.state === 'PAUSED' && job.drained) {
      this.inFlight.forget(job.id);
      pool.drainedElsewhere(job.id, job);
    }
  }
}
