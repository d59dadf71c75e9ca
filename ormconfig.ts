import 'reflect-metadata';
import { createDataSource } from './src/persistence/database/data-source';

/** What the TypeORM command line works with: the database at DATABASE_URL. */
export default createDataSource(process.env.DATABASE_URL ?? 'postgres://127.0.0.1:5432/sluice', 'migrations');
