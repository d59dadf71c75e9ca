import type { Pool } from 'pg';
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
import { PooledClient } from './pooled-client';

/**
 * A transaction whose process says nothing for so long is given up by the server, in milliseconds: a node that is frozen
 * or cut off in the middle of one holds a job's locks, for which every command to it waits, but not as long as this.
 */
const ABANDONED_MS = 1_200;

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
    extra: { Client: PooledClient, keepAlive: true, idle_in_transaction_session_timeout: ABANDONED_MS },
  });
}

/** The driver's pool that a data source works with, for what the ORM would only slow down. */
export function poolOf(database: DataSource): Pool {
  return (database.driver as PostgresDriver).master as Pool;
}
