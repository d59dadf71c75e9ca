import { Initial1795885459000 } from './1795885459000-initial';

/** All migrations, oldest first. */
export const MIGRATIONS = [Initial1795885459000];
