import { Initial1795874907000 } from './1795874907000-initial';

/** All migrations, oldest first. */
export const MIGRATIONS = [Initial1795874907000];
