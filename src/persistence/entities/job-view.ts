import { ViewColumn, ViewEntity } from 'typeorm';
import type { BarInterval } from '../../domain/bar';
import type { CollectionJob } from '../../domain/collection-job';
import type { JobState } from '../../domain/job-state';
import { safeInteger } from './safe-integer';

/** A job with its progress, as of now by the database's clock: active time counted on. */
@ViewEntity({
  name: 'job_view',
  expression: `
    SELECT job.id, job.name, job.state, job.version, job.source, job.interval, job.window_from, job.window_to,
           job.concurrency, job.shares, job.total, job.reason, job.created_at, job.started_at, job.paused_at,
           job.completed_at, active.ms AS active_ms, tally.succeeded, tally.empty, tally.failed, tally."rows",
           (SELECT bool_and(lease.drained) FROM job_lease lease WHERE lease.job_id = job.id) AS drained,
           CASE WHEN active.ms > tally.older_sample_ms
                THEN (tally.succeeded + tally.empty + tally.failed - tally.older_sample_done) * 1000.0
                     / (active.ms - tally.older_sample_ms)
                ELSE 0 END::double precision AS symbols_per_second
      FROM collection_job job
      JOIN job_tally tally ON tally.job_id = job.id
     CROSS JOIN LATERAL (
       SELECT job.active_ms
              + coalesce(greatest(0, extract(epoch FROM clock_timestamp() - job.running_since) * 1000), 0)::bigint AS ms
     ) active`,
})
export class JobView {
  @ViewColumn()
  id!: string;

  @ViewColumn()
  name!: string | null;

  @ViewColumn()
  state!: JobState;

  @ViewColumn()
  version!: number;

  @ViewColumn()
  source!: string;

  @ViewColumn()
  interval!: BarInterval;

  @ViewColumn({ name: 'window_from' })
  from!: Date;

  @ViewColumn({ name: 'window_to' })
  to!: Date;

  @ViewColumn()
  concurrency!: number;

  @ViewColumn()
  shares!: number;

  @ViewColumn()
  total!: number;

  @ViewColumn()
  reason!: string | null;

  @ViewColumn({ name: 'created_at' })
  createdAt!: Date;

  @ViewColumn({ name: 'started_at' })
  startedAt!: Date | null;

  @ViewColumn({ name: 'paused_at' })
  pausedAt!: Date | null;

  @ViewColumn({ name: 'completed_at' })
  completedAt!: Date | null;

  @ViewColumn({ name: 'active_ms', transformer: safeInteger })
  activeMs!: number;

  @ViewColumn()
  succeeded!: number;

  @ViewColumn()
  empty!: number;

  @ViewColumn()
  failed!: number;

  @ViewColumn({ transformer: safeInteger })
  rows!: number;

  @ViewColumn()
  drained!: boolean;

  @ViewColumn({ name: 'symbols_per_second' })
  symbolsPerSecond!: number;

  toJob(): CollectionJob {
    const { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond, ...job } = this;
    return { ...job, progress: { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond } };
  }
}
