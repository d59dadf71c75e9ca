/** All migrations, oldest first. */
export const MIGRATIONS: Function[] = [];
