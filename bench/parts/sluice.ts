import 'reflect-metadata';

/** The parts of the service that benchmarks measure in isolation or run in their own process. */
export { PostgresBus } from '../../src/cluster/bus/postgres-bus';
export { RedisBus } from '../../src/cluster/bus/redis-bus';
export { createToken } from '../../src/graphql/access/api-tokens';
export { migrate } from '../../src/persistence/schema/migrate';
export { startEmbeddedPostgres } from '../../src/persistence/embedded-postgres/embedded-postgres';
export { FanoutService } from './fanout-service';
