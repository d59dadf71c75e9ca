import { Initial1795449943619 } from './1795449943619-initial';

/** All migrations, oldest first. */
export const MIGRATIONS = [Initial1795449943619];
