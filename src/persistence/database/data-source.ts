import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { BarEntity } from '../entities/bar-entity';
import { BarDifferenceEntity } from '../entities/bar-difference-entity';
import { BarRevisionEntity } from '../entities/bar-revision-entity';
import { BarStretchEntity } from '../entities/bar-stretch-entity';
import { QuarantinedRowEntity } from '../entities/quarantined-row-entity';
import { SeriesEntity } from '../entities/series-entity';
import { ClusterEntity } from '../entities/cluster-entity';
import { ClusterNodeEntity } from '../entities/cluster-node-entity';
import { CollectionJobEntity } from '../entities/collection-job-entity';
import { ControlRequestEntity } from '../entities/control-request-entity';
import { JobClaimEntity } from '../entities/job-claim-entity';
import { JobEventEntity } from '../entities/job-event-entity';
import { JobLeaseEntity } from '../entities/job-lease-entity';
import { JobSymbolEntity } from '../entities/job-symbol-entity';
import { JobProgressEntity } from '../entities/job-progress-entity';
import { RateLimitEntity } from '../entities/rate-limit-entity';
import { MIGRATIONS } from '../migrations/index';
import { poolOptions, type PoolUse, type StatementLimits } from './pool-options';

/**
 * Returns a TypeORM data source with Sluice's schema: one connection pool for one use.
 * @param session see poolOptions
 */
export function createDataSource(
  connectionString: string,
  use: PoolUse,
  limits?: StatementLimits,
  session?: string,
): DataSource {
  const {
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMS,
    application_name,
    ...extra
  } = poolOptions(use, limits, session);
  return new DataSource({
    type: 'postgres',
    url: connectionString,
    entities: [
      CollectionJobEntity,
      JobLeaseEntity,
      JobClaimEntity,
      JobProgressEntity,
      ClusterEntity,
      ClusterNodeEntity,
      RateLimitEntity,
      JobSymbolEntity,
      JobEventEntity,
      SeriesEntity,
      BarEntity,
      BarStretchEntity,
      BarRevisionEntity,
      BarDifferenceEntity,
      QuarantinedRowEntity,
      ControlRequestEntity,
    ],
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    // Only the migrations change the schema.
    synchronize: false,
    poolSize,
    connectTimeoutMS,
    applicationName: application_name,
    extra,
  });
}

/** Returns the driver's pool behind a data source, for statements that the ORM would only slow down. */
export function poolOf(database: DataSource): Pool {
  return (database.driver as PostgresDriver).master as Pool;
}
