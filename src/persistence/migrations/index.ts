import { Initial1795839765881 } from './1795839765881-initial';

/** All migrations, oldest first. */
export const MIGRATIONS = [Initial1795839765881];
