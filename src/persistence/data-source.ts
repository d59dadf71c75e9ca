import { Client, type ClientConfig, type Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { BarEntity } from './entities/bar-entity';
import { ClusterEntity } from './entities/cluster-entity';
import { ClusterNodeEntity } from './entities/cluster-node-entity';
import { CollectionJobEntity } from './entities/collection-job-entity';
import { ControlRequestEntity } from './entities/control-request-entity';
import { JobClaimEntity } from './entities/job-claim-entity';
import { JobEventEntity } from './entities/job-event-entity';
import { JobLeaseEntity } from './entities/job-lease-entity';
import { JobSymbolEntity } from './entities/job-symbol-entity';
import { JobTallyEntity } from './entities/job-tally-entity';
import { JobView } from './entities/job-view';
import { RateLimitEntity } from './entities/rate-limit-entity';
import { MIGRATIONS } from './migrations';

/**
 * A connection that is cut tells so by an `error` event. Between the pool's hands and TypeORM's there is a moment when
 * neither listens, and an event that nobody listens to would end the process. Whoever uses the connection is told anyway.
 */
class PooledClient extends Client {
  constructor(config?: string | ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** The TypeORM data source of a database with Sluice's schema. */
export function createDataSource(connectionString: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url: connectionString,
    entities: [
      CollectionJobEntity,
      JobLeaseEntity,
      JobClaimEntity,
      JobTallyEntity,
      ClusterEntity,
      ClusterNodeEntity,
      RateLimitEntity,
      JobSymbolEntity,
      JobEventEntity,
      BarEntity,
      ControlRequestEntity,
      JobView,
    ],
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    // Every transaction names its own times and locks; nothing is created behind the migrations' back.
    synchronize: false,
    poolSize: 20,
    connectTimeoutMS: 5_000,
    applicationName: 'sluice',
    extra: { Client: PooledClient, keepAlive: true, idle_in_transaction_session_timeout: 60_000 },
  });
}

/** The driver's pool that a data source works with, for what the ORM would only slow down. */
export function poolOf(database: DataSource): Pool {
  return (database.driver as PostgresDriver).master as Pool;
}
