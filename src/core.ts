import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { ICollectionJobRepository, JobDraft } from './application/ports/collection-job-repository';
import type { DataSource, SourceLoader } from './application/ports/data-source';
import type { Logger } from './application/ports/logger';
import { UNWATCHED, type Telemetry } from './application/ports/telemetry';
import { FairLimit } from './async/fair-limit';
import { IdempotentCommands } from './application/control/idempotent-commands';
import { JobFeed } from './application/control/job-feed';
import { NodeFitness } from './application/control/node-fitness';
import type { RetryPolicy } from './application/source-access/retry-policy';
import type { SourceRegistry } from './application/source-access/source-registry';
import { sharedAbort } from './async/shared-abort';
import { WorkerAlignment } from './application/control/worker-alignment';
import type { IWorkerManager } from './application/worker/worker-manager';
import { WorkerPool } from './application/worker/worker-pool';
import { DraftMaker } from './application/control/draft-maker';
import { CancelCollectionUseCase } from './application/use-cases/cancel-collection';
import { EstimateCollectionUseCase } from './application/use-cases/estimate-collection';
import { PauseCollectionUseCase } from './application/use-cases/pause-collection';
import { ResumeCollectionUseCase } from './application/use-cases/resume-collection';
import { RetryFailedUseCase } from './application/use-cases/retry-failed';
import { RepairGapsUseCase } from './application/use-cases/repair-gaps';
import { StartCollectionUseCase } from './application/use-cases/start-collection';
import type { clusteredWorkers } from './workers/clustered-workers';
import { SYSTEM } from './domain/job-event';
import { PostgresLedger } from './persistence/ledger/collection-ledger';
import type { Databases } from './persistence/database/databases';
import { PostgresJobReads } from './persistence/reads/job-reader';
import { CollectionJobRepository } from './persistence/jobs/job-repository';
import { ReadPool } from './persistence/reads/read-pool';
import { localWorkers } from './workers/local-workers';
import type { ClusterSettings } from './service-cluster';
import { registryOf } from './workers/source-access';
import type { WorkerHost } from './workers/worker-host';

export interface CoreDeps {
  readonly databases: Databases;
  readonly sources: ReadonlyMap<string, DataSource>;
  /** Loads further sources when they are first asked for; default: there are none. */
  readonly sourceLoader?: SourceLoader;
  readonly retry: RetryPolicy;
  /** Maximum concurrent requests to sources, across all jobs of this process. */
  readonly maxInFlight: number;
  /** Null: all workers are in this process. */
  readonly cluster: ClusterSettings | null;
  readonly telemetry?: Telemetry;
  readonly log: Logger;
  /** Number of workers among which a new job is divided; by default as the worker host decides. */
  readonly shardsOf?: (draft: JobDraft) => number;
}

/** Concurrent store transactions, see RunDeps.storeLimit: with this many in flight, waiting steps share a commit. */
const STORES_AT_ONCE = 4;

const NO_LOADER: SourceLoader = { load: async () => null };

/** Everything between the API and its adapters: use cases, workers and their dependencies. */
export type Core = Awaited<ReturnType<typeof createCore>>;

/** @throws if the cluster cannot be reached */
export async function createCore(deps: CoreDeps) {
  const { databases, retry, maxInFlight, cluster, log, telemetry = UNWATCHED, sourceLoader = NO_LOADER } = deps;
  const nodeId = `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
  const host = cluster ? await clusteredHost(cluster, databases, log) : localWorkers();
  const fitness = new NodeFitness(log, () => {
    hosted.retire().catch((error: unknown) => log.warn({ err: error }, 'could not leave the cluster in order'));
  });

  const feed = new JobFeed({
    admits: (update) => host.admits(update),
    relay: (update, wasAdmitted) => host.relay(update, wasAdmitted),
    watched: (jobId) => host.watched(jobId),
  });
  const shardsOf = deps.shardsOf ?? ((draft: JobDraft) => host.shardsOf(draft));
  const jobs = fitness.watch(new CollectionJobRepository(databases.commands, shardsOf));
  const reads = new PostgresJobReads(fitness.watch(new ReadPool(databases.reads)));
  const sources = registryOf(deps.sources, sourceLoader, host, { telemetry, log });
  const drafts = new DraftMaker(sources);
  const pool = new WorkerPool({
    ledger: fitness.watch(new PostgresLedger(databases.stores, nodeId)),
    retry,
    flightLimit: new FairLimit(maxInFlight),
    storeLimit: new FairLimit(STORES_AT_ONCE),
    telemetry,
    log,
    committed: (job, kind) => feed.publish({ job, kind }),
    sourceOf: async (name) => {
      const source = await sources.load(name);
      return source && { source, ...sources.accessTo(name)! };
    },
    hears: () => host.hears(),
  });
  const throttleOf = (source: string) => sources.accessTo(source)?.throttle;
  const watch = <T extends object>(store: T) => fitness.watch(store);
  const hosted = host.attach({ nodeId, pool, feed, jobs, throttleOf, watch, log });
  const { workers } = hosted;

  const alignment = new WorkerAlignment(jobs, workers, feed, log);
  return {
    /** OUTDATED: this process no longer works on jobs. */
    fitness,
    jobs,
    feed,
    workers,
    reads,
    /** Reads on behalf of the service itself. */
    reader: reads.by({ name: SYSTEM, signal: sharedAbort().signal }),
    sources,
    alignment,
    estimate: new EstimateCollectionUseCase(sources.byName, drafts, throttleOf),
    ...commandsOn(jobs, workers, sources, new IdempotentCommands(jobs, alignment, feed, log), drafts),
    /** Takes up outstanding work. Must be called before the service accepts commands. @throws StartupError */
    open: () => hosted.open(),
    /** Ends all workers. Symbols in flight have `graceMs` milliseconds to be stored; the rest is aborted. */
    close: async (graceMs: number) => {
      alignment.close();
      sources.close();
      await hosted.close(graceMs);
    },
  };
}

/** Imported dynamically, so that only cluster nodes load the queue and its dependencies. */
async function clusteredHost(...deps: Parameters<typeof clusteredWorkers>): Promise<WorkerHost> {
  const { clusteredWorkers } = await import('./workers/clustered-workers');
  return clusteredWorkers(...deps);
}

/** Creates the use cases on jobs. */
function commandsOn(
  jobs: ICollectionJobRepository,
  workers: IWorkerManager,
  sources: SourceRegistry,
  commands: IdempotentCommands,
  drafts: DraftMaker,
) {
  const start = new StartCollectionUseCase(commands, workers, jobs, sources, drafts);
  return {
    commands,
    start,
    retryFailed: new RetryFailedUseCase(jobs, start),
    repairGaps: new RepairGapsUseCase(start, sources),
    pause: new PauseCollectionUseCase(commands, workers),
    resume: new ResumeCollectionUseCase(commands, workers),
    cancel: new CancelCollectionUseCase(commands, workers),
  };
}
