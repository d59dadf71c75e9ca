import type { Client } from 'pg';
import { delay } from '../../async/delay';

/**
 * Looks who makes a session wait for a lock, and remembers the last one: once the wait has ended, the server no longer
 * knows. It uses another session, because the one observed is busy waiting.
 */
export class BlockingObserver {
  private readonly stopping = new AbortController();
  private readonly stopped: Promise<void>;
  /** Describes the last session found. */
  blocker = 'unknown';

  /** @param everyMs at most half of the session's lock_timeout, or a wait may be missed */
  constructor(
    private readonly client: Client,
    private readonly observedPid: number,
    everyMs: number,
  ) {
    this.stopped = this.observe(everyMs);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.stopped;
  }

  private async observe(everyMs: number): Promise<void> {
    const { signal } = this.stopping;
    for (;;) {
      await delay(everyMs, [signal]);
      if (signal.aborted) return;
      // The name only helps the operator: an observer that is cut off must not stop the migration.
      this.blocker = (await blockerOf(this.client, this.observedPid).catch(() => null)) ?? this.blocker;
    }
  }
}

async function blockerOf(client: Client, pid: number): Promise<string | null> {
  const { rows } = await client.query<{ blocker: string }>(
    `SELECT concat(nullif(activity.application_name, '') || ' ', 'at ' || host(activity.client_addr) || ' ',
                   '(pid ' || activity.pid || ')', ' on ' || lock.relation::regclass) AS blocker
       FROM pg_locks lock, unnest(pg_blocking_pids(lock.pid)) blocking (pid)
       JOIN pg_stat_activity activity ON activity.pid = blocking.pid
      WHERE lock.pid = $1 AND NOT lock.granted`,
    [pid],
  );
  return rows[0]?.blocker ?? null;
}
