import 'reflect-metadata';

/** The parts of the service that benchmarks measure in isolation or run in their own process. */
export { UNWATCHED } from '../../src/application/ports/telemetry';
export { JobFeed } from '../../src/application/control/job-feed';
export { PostgresBus } from '../../src/cluster/bus/postgres-bus';
export { RedisBus } from '../../src/cluster/bus/redis-bus';
export { createCore } from '../../src/core';
export { createToken } from '../../src/graphql/access/api-tokens';
export { Authenticator } from '../../src/graphql/access/authenticator';
export { ANONYMOUS } from '../../src/graphql/access/principal';
export { contextOf } from '../../src/graphql/context';
export { CostBudget } from '../../src/graphql/cost/cost-budget';
export { DearOperations } from '../../src/graphql/cost/dear-operations';
export { MutationRate } from '../../src/graphql/limits/mutation-rate';
export { OperationCheck } from '../../src/graphql/limits/operation-check';
export { serveLive } from '../../src/graphql/socket/live-server';
export { CollectionJobResolver } from '../../src/graphql/resolvers/collection-job-resolver';
export { SubscriptionResolver } from '../../src/graphql/resolvers/subscription-resolver';
export { Refusals } from '../../src/graphql/refusals';
export { createSchema } from '../../src/graphql/schema';
export { migrate, openDatabases } from '../../src/persistence/database/databases';
export { startEmbeddedPostgres } from '../../src/persistence/embedded-postgres/embedded-postgres';
