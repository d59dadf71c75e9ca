import { Initial1795861603440 } from './1795861603440-initial';

/** All migrations, oldest first. */
export const MIGRATIONS = [Initial1795861603440];
