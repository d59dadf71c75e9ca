import { DataSource } from 'typeorm';
import { BarEntity } from './entities/bar-entity';
import { CollectionJobEntity } from './entities/collection-job-entity';
import { ControlRequestEntity } from './entities/control-request-entity';
import { JobEventEntity } from './entities/job-event-entity';
import { JobLeaseEntity } from './entities/job-lease-entity';
import { JobSymbolEntity } from './entities/job-symbol-entity';
import { JobView } from './entities/job-view';
import { MIGRATIONS } from './migrations';

/** The TypeORM data source of a database with Sluice's schema. */
export function createDataSource(connectionString: string): DataSource {
  return new DataSource({
    type: 'postgres',
    url: connectionString,
    entities: [
      CollectionJobEntity,
      JobLeaseEntity,
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
    extra: { idle_in_transaction_session_timeout: 60_000 },
  });
}
