/** Durations of a migration, in milliseconds, and how often it is tried. */
export interface MigrationLimits {
  /** The server ends the session of a migrator that is silent for this long. A running statement is not silence. */
  readonly silentMs: number;
  /**
   * Longest wait of a migration for one lock: later statements on the table queue behind it. Longer than the server's
   * deadlock_timeout (1 s by default), after which an autovacuum gives way.
   */
  readonly lockMs: number;
  /** A migration that did not get its locks is rolled back and tried again, this many times in all. */
  readonly attempts: number;
  /** Mean pause between two attempts. Far shorter than `silentMs`: the session is silent meanwhile. */
  readonly pauseMs: number;
  /** Longest wait for another process that migrates. Longer than any migration of a large database takes. */
  readonly patienceMs: number;
}

export const MIGRATION_LIMITS: MigrationLimits = {
  silentMs: 30_000,
  lockMs: 5_000,
  attempts: 5,
  pauseMs: 2_000,
  patienceMs: 10 * 60_000,
};

/**
 * Returns the SET statements for the session of a migrator. A process that is frozen or cut off holds its locks for
 * `silentMs` at most: the server ends its session within a transaction and between two. A statement may run for any
 * time, whatever the server's default.
 */
export function migrationSettings({ silentMs, lockMs }: MigrationLimits): string {
  return [
    'SET statement_timeout = 0',
    `SET lock_timeout = ${lockMs}`,
    `SET idle_in_transaction_session_timeout = ${silentMs}`,
    `SET idle_session_timeout = ${silentMs}`,
  ].join('; ');
}
