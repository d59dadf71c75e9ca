import type { DataSource, QueryRunner } from 'typeorm';
import type { JobEventType } from '../../src/domain/job-event';
import { eventually } from './eventually';

/** Pool of the waiting connection, see PoolUse. */
export type Use = 'commands' | 'stores';

/**
 * Blocks a transaction at the insert of its event. Its changes are not visible yet, and it holds the locks of the job's
 * leases. The test thus decides which transaction is first; the second queues behind its locks as in production.
 */
export class EventBarrier {
  private constructor(
    private readonly runner: QueryRunner,
    private readonly key: string,
    private readonly pid: number,
  ) {}

  /** Call once per database. */
  static async install(database: DataSource): Promise<void> {
    await database.query(`CREATE FUNCTION wait_at_barrier() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM pg_advisory_xact_lock_shared(hashtextextended(new.job_id::text || new.type, 0));
      RETURN new; END $$`);
    await database.query(
      'CREATE TRIGGER barrier BEFORE INSERT ON job_event FOR EACH ROW EXECUTE FUNCTION wait_at_barrier()',
    );
  }

  static async raise(database: DataSource, jobId: string, event: JobEventType): Promise<EventBarrier> {
    const runner = database.createQueryRunner();
    const key = jobId + event;
    const [{ pid }] = (await runner.query('SELECT pg_backend_pid() AS pid, pg_advisory_lock(hashtextextended($1, 0))', [
      key,
    ])) as [{ pid: number }];
    return new EventBarrier(runner, key, pid);
  }

  /** Resolves when a transaction waits at the barrier, or when `inVain` returns true. */
  reached(inVain = () => false): Promise<boolean> {
    return eventually(async () => inVain() || (await this.waiting('held', null)));
  }

  /** Resolves when a session of `use` is queued behind that transaction, or when `inVain` returns true. */
  queued(use: Use, inVain = () => false): Promise<boolean> {
    return eventually(async () => inVain() || (await this.waiting('behind', `sluice ${use}`)));
  }

  async lower(): Promise<void> {
    await this.runner.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [this.key]);
    await this.runner.release();
  }

  private async waiting(which: 'held' | 'behind', application: string | null): Promise<boolean> {
    const found = (await this.runner.query(
      `WITH RECURSIVE session AS (
         SELECT pid, application_name, pg_blocking_pids(pid) AS blockers
           FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
       ), held AS (
         SELECT pid, application_name FROM session WHERE $1 = ANY(blockers)
       ), behind AS (
         SELECT session.pid, session.application_name FROM session JOIN held ON held.pid = ANY(blockers)
          UNION
         SELECT session.pid, session.application_name FROM session JOIN behind ON behind.pid = ANY(blockers)
       )
       SELECT FROM ${which} WHERE $2::text IS NULL OR application_name = $2`,
      [this.pid, application],
    )) as unknown[];
    return found.length > 0;
  }
}
