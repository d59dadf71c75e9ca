import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { BarEntity } from '../entities/bars/bar-entity';
import { BarDifferenceEntity } from '../entities/bars/bar-difference-entity';
import { BarRevisionEntity } from '../entities/bars/bar-revision-entity';
import { BarStretchEntity } from '../entities/bars/bar-stretch-entity';
import { QuarantinedRowEntity } from '../entities/bars/quarantined-row-entity';
import { SeriesEntity } from '../entities/bars/series-entity';
import { ClusterEntity } from '../entities/cluster/cluster-entity';
import { ClusterNodeEntity } from '../entities/cluster/cluster-node-entity';
import { CollectionJobEntity } from '../entities/jobs/collection-job-entity';
import { ControlRequestEntity } from '../entities/jobs/control-request-entity';
import { JobClaimEntity } from '../entities/jobs/job-claim-entity';
import { JobEventEntity } from '../entities/jobs/job-event-entity';
import { JobLeaseEntity } from '../entities/jobs/job-lease-entity';
import { JobSymbolEntity } from '../entities/jobs/job-symbol-entity';
import { JobProgressEntity } from '../entities/jobs/job-progress-entity';
import { RateLimitEntity } from '../entities/cluster/rate-limit-entity';
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
