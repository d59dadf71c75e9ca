import { Initial1795847395751 } from './1795847395751-initial';

/** All migrations, oldest first. */
export const MIGRATIONS = [Initial1795847395751];
