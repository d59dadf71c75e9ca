import type { CollectionJob, JobProgress } from '../../domain/collection-job';

/** A job as one row. */
export type JobRow = Omit<CollectionJob, 'progress'> & JobProgress;

export function jobOf(row: JobRow): CollectionJob {
  const { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond, ...job } = row;
  return { ...job, progress: { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond } };
}

/** Active time (ms) of `job` as of now by the database's clock: that of its present stretch of RUNNING counts on. */
export const ACTIVE_MS = `(job.active_ms
    + coalesce(greatest(0, extract(epoch FROM clock_timestamp() - job.running_since) * 1000), 0)::bigint)`;

/** Symbols per second of active time since the older of the two samples, see JobTallyEntity. */
const SYMBOLS_PER_SECOND = `CASE WHEN active.ms > tally.older_sample_ms
    THEN (tally.succeeded + tally.empty + tally.failed - tally.older_sample_done) * 1000.0
         / (active.ms - tally.older_sample_ms)
    ELSE 0 END::double precision`;

/** Where a job is read from: its tables, or what a statement has just made of them. */
interface JobOrigin {
  readonly job?: string;
  readonly tally?: string;
  readonly activeMs?: string;
  readonly drained?: string;
}

/** SQL for jobs as JobRow, with their progress as of now; a WHERE clause may follow, on `job` and `tally`. */
export function selectJob({
  job = 'collection_job',
  tally = 'job_tally',
  activeMs = ACTIVE_MS,
  drained = '(SELECT bool_and(drained) FROM job_lease WHERE job_id = job.id)',
}: JobOrigin = {}): string {
  return `
SELECT job.id, job.name, job.state, job.version, job.source, job.interval, job.window_from AS "from",
       job.window_to AS "to", job.concurrency, job.shares, job.reason, job.created_at AS "createdAt",
       job.started_at AS "startedAt", job.paused_at AS "pausedAt", job.completed_at AS "completedAt",
       ${drained} AS drained, job.total, tally.succeeded, tally.empty, tally.failed,
       tally."rows"::double precision AS "rows", active.ms::double precision AS "activeMs",
       ${SYMBOLS_PER_SECOND} AS "symbolsPerSecond"
  FROM ${job} job
  JOIN ${tally} tally ON tally.job_id = job.id
 CROSS JOIN LATERAL (SELECT ${activeMs} AS ms) active`;
}
