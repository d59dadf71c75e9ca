import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { JobDraft } from './application/ports/collection-job-repository';
import type { DataSource } from './application/ports/data-source';
import type { Logger } from './application/ports/logger';
import { UNWATCHED, type Telemetry } from './application/ports/telemetry';
import { FairLimit } from './async/fair-limit';
import { JobControl } from './application/control/job-control';
import { JobFeed } from './application/control/job-feed';
import { NodeFitness } from './application/control/node-fitness';
import type { RetryPolicy } from './application/source-access/retry-policy';
import { sharedAbort } from './async/shared-abort';
import { SourceBudget } from './application/source-access/source-budget';
import { SourceThrottle } from './application/source-access/source-throttle';
import { SymbolCatalogue } from './application/source-access/symbol-catalogue';
import { WorkerAlignment } from './application/control/worker-alignment';
import { WorkerManager } from './application/worker/worker-manager';
import { WorkerPool } from './application/worker/worker-pool';
import { CancelCollectionUseCase } from './application/use-cases/cancel-collection';
import { PauseCollectionUseCase } from './application/use-cases/pause-collection';
import { RecoverCollectionsUseCase } from './application/use-cases/recover-collections';
import { ResumeCollectionUseCase } from './application/use-cases/resume-collection';
import { RetryFailedUseCase } from './application/use-cases/retry-failed';
import { StartCollectionUseCase } from './application/use-cases/start-collection';
import { ClusterNode } from './cluster/cluster-node';
import { memoryLimiters, type LimiterOf } from './cluster/rate-limiters';
import { SYSTEM } from './domain/job-event';
import { shareCount } from './domain/job-shares';
import { PostgresLedger } from './persistence/collection-ledger';
import type { Databases } from './persistence/databases';
import { PostgresJobReads } from './persistence/job-reader';
import { CollectionJobRepository } from './persistence/job-repository';
import { ReadPool } from './persistence/read-pool';
import type { ClusterLinks, ClusterSettings, connectCluster } from './service-cluster';
import { StartupError } from './startup-error';

export interface CoreParts {
  readonly databases: Databases;
  readonly sources: ReadonlyMap<string, DataSource>;
  readonly retry: RetryPolicy;
  /** Symbols that sources are asked about at once, by all jobs together. */
  readonly maxInFlight: number;
  /** Null: all workers are in this process. */
  readonly cluster: ClusterSettings | null;
  readonly telemetry?: Telemetry;
  readonly log: Logger;
  /** Among how many workers a new job is divided; by default as suits the cluster, or not at all. */
  readonly sharesOf?: (draft: JobDraft) => number;
}

/** With as many at the disk at once, a commit is shared by those that wait; see RunParts. */
const STORES_AT_ONCE = 4;

/** Everything between the API and its adapters: use cases, workers, and what they work with. */
export type Core = Awaited<ReturnType<typeof createCore>>;

/** @throws when the cluster cannot be reached */
export async function createCore(parts: CoreParts) {
  const { databases, sources, retry, maxInFlight, cluster, log, telemetry = UNWATCHED } = parts;
  const nodeId = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const links = cluster && (await joinOthers(cluster, databases, log));
  let node: ClusterNode | null = null;
  const fitness = new NodeFitness(log, () => {
    pool.retire();
    node?.retire().catch((error: unknown) => log.warn({ err: error }, 'could not leave the cluster in order'));
  });

  const feed = new JobFeed((update) => node?.tell(update));
  const jobs = fitness.watch(
    new CollectionJobRepository(databases.commands, parts.sharesOf ?? (links ? sharesOf : () => 1)),
  );
  const reads = new PostgresJobReads(fitness.watch(new ReadPool(databases.reads)));
  const throttles = new Map(
    [...sources.values()].map(({ name, requestsPerMinute }) => {
      const budget = budgetOf(name, requestsPerMinute, links?.limiterOf ?? memoryLimiters);
      return [name, new SourceThrottle(budget, (ms) => node?.tellToHold(name, ms))] as const;
    }),
  );
  const catalogues = new Map(
    [...sources].map(([name, source]) => {
      const throttle = throttles.get(name)!;
      return [name, new SymbolCatalogue({ source, throttle, telemetry, log })] as const;
    }),
  );
  const pool = new WorkerPool({
    ledger: fitness.watch(new PostgresLedger(databases.stores, nodeId)),
    retry,
    flightLimit: new FairLimit(maxInFlight),
    storeLimit: new FairLimit(STORES_AT_ONCE),
    telemetry,
    log,
    committed: (job, kind) => feed.publish({ job, kind }),
    sourceOf: (name) => {
      const source = sources.get(name);
      return source && { source, throttle: throttles.get(name)! };
    },
    hears: () => node === null || node.hears(),
  });
  if (links) {
    const throttleOf = (source: string) => throttles.get(source);
    const store = fitness.watch(links.store);
    node = new ClusterNode({ ...links, store, id: nodeId, pool, feed, jobs, throttleOf, log });
  }
  const workers = node?.workers ?? new WorkerManager(pool);

  const alignment = new WorkerAlignment(jobs, workers, feed, log);
  const control = new JobControl(jobs, alignment, log);
  const start = new StartCollectionUseCase(jobs, workers, feed, sources, alignment, log);
  const recover = new RecoverCollectionsUseCase(jobs, workers, log);
  return {
    /** OUTDATED: it works on jobs no more. */
    fitness,
    jobs,
    feed,
    workers,
    reads,
    /** For the service itself. */
    reader: reads.by({ name: SYSTEM, signal: sharedAbort().signal }),
    /** The symbols of each source. */
    catalogues,
    alignment,
    control,
    start,
    retryFailed: new RetryFailedUseCase(jobs, start),
    pause: new PauseCollectionUseCase(control, workers, feed),
    resume: new ResumeCollectionUseCase(control, workers, feed),
    cancel: new CancelCollectionUseCase(control, workers, feed),
    /** Takes up what is to be done. To be called before anybody can command jobs. @throws StartupError */
    open: () => (node ? node.open().catch(couldNotJoin) : recover.execute()),
    /** Ends all workers: what is in flight gets `graceMs` milliseconds to be stored, the rest is aborted. */
    close: async (graceMs: number) => {
      alignment.close();
      for (const catalogue of catalogues.values()) catalogue.close();
      await (node ? node.close(graceMs) : pool.close(graceMs));
      await links?.close();
    },
  };
}

/** The queue, and what it is made of, is loaded by nodes of a cluster only. */
async function joinOthers(...parts: Parameters<typeof connectCluster>): Promise<ClusterLinks> {
  const { connectCluster } = await import('./service-cluster');
  return connectCluster(...parts);
}

/** A right that the database's user lacks, say: BullMQ wants a schema of its own. */
function couldNotJoin(error: Error): never {
  throw new StartupError(`cannot join the cluster: ${error.message}`, { cause: error });
}

function sharesOf({ symbols, concurrency }: JobDraft): number {
  return shareCount(symbols.length, concurrency);
}

/** Counted by the second, so that a minute's budget is not spent in one burst. */
function budgetOf(source: string, requestsPerMinute: number, limiterOf: LimiterOf): SourceBudget | null {
  const perSecond = Math.max(1, Math.floor(requestsPerMinute / 60));
  return Number.isFinite(perSecond) ? new SourceBudget(source, limiterOf(perSecond)) : null;
}
