import type { Server } from 'node:http';
import { JobFeed } from '../../src/application/control/job-feed';
import type { JobReader } from '../../src/application/ports/job-reader';
import { UNWATCHED } from '../../src/application/ports/telemetry';
import type { IWorkerManager } from '../../src/application/worker/worker-manager';
import type { CollectionJob } from '../../src/domain/collection-job';
import { Authenticator } from '../../src/graphql/access/authenticator';
import { ANONYMOUS } from '../../src/graphql/access/principal';
import { contextOf, type LiveDeps } from '../../src/graphql/context';
import { CostBudget } from '../../src/graphql/cost/cost-budget';
import { DearOperations } from '../../src/graphql/cost/dear-operations';
import { MutationRate } from '../../src/graphql/limits/mutation-rate';
import { OperationCheck } from '../../src/graphql/limits/operation-check';
import { SharedHistories } from '../../src/graphql/live/shared-history';
import { Refusals } from '../../src/graphql/refusals';
import { CollectionJobResolver } from '../../src/graphql/resolvers/jobs/collection-job-resolver';
import { SubscriptionResolver } from '../../src/graphql/resolvers/subscription-resolver';
import { createSchema } from '../../src/graphql/schema';
import { serveLive } from '../../src/graphql/socket/live-server';

const NO_WORKERS = { inFlight: async () => [] } as Partial<IWorkerManager> as IWorkerManager;

/** The part of the service that fans the updates of one job out to its subscribers. */
export class FanoutService {
  readonly schema = createSchema([new CollectionJobResolver(NO_WORKERS, new Map()), new SubscriptionResolver()]);
  private readonly feed = new JobFeed();
  private readonly live: LiveDeps;

  /** @param current returns the job as it is */
  constructor(current: () => CollectionJob) {
    const reader = { job: async () => current() } as Partial<JobReader> as JobReader;
    const histories = new SharedHistories(reader, this.feed);
    this.live = { feed: this.feed, histories, reads: { by: () => reader } };
  }

  /** Serves subscriptions on the server's upgrades, as the service does. */
  serve(server: Server): void {
    const log = { info: () => undefined, warn: console.error, error: console.error };
    const check = [new MutationRate(1e6), new CostBudget(1e9), new DearOperations()] as const;
    serveLive(server, {
      schema: this.schema,
      deps: this.live,
      path: '/graphql',
      origins: { allowedOrigins: [], allowedHosts: null },
      authenticator: new Authenticator({ tokens: [], jwt: null }),
      check: new OperationCheck(this.schema, ...check, false),
      limits: { maxBodyBytes: 1e6, maxSocketsPerClient: 1e6, maxOperationsPerSocket: 100, heartbeatMs: 12_000 },
      hidesSchema: false,
      telemetry: UNWATCHED,
      refusals: new Refusals(UNWATCHED, log),
      log,
    });
  }

  /** The context of an operation, for another server of the same schema. */
  context() {
    return contextOf(ANONYMOUS, 'bench', this.live, new AbortController().signal);
  }

  publish(job: CollectionJob): void {
    this.feed.publish({ job, kind: 'TRANSITION' });
  }
}
