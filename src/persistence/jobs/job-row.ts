import type { CollectionJob, JobProgress } from '../../domain/collection-job';

/** A job as one flat row. */
export type JobRow = Omit<CollectionJob, 'progress'> & JobProgress;

export function jobOf(row: JobRow): CollectionJob {
  const { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond, ...job } = row;
  return { ...job, progress: { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond } };
}

/** Active time of `job` until now in milliseconds, by the database's clock, with the current stretch of RUNNING. */
export const ACTIVE_MS = `(job.active_ms
    + coalesce(greatest(0, extract(epoch FROM clock_timestamp() - job.running_since) * 1000), 0)::bigint)`;

/** Symbols per second of active time, counted from the older of the two samples, see JobProgressEntity. */
const SYMBOLS_PER_SECOND = `CASE WHEN active.ms > progress.older_sample_ms
    THEN (progress.succeeded + progress.empty + progress.failed - progress.older_sample_done) * 1000.0
         / (active.ms - progress.older_sample_ms)
    ELSE 0 END::double precision`;

/** Where a job is read from: its tables, or CTEs of a statement that has changed them. */
interface JobOrigin {
  readonly job?: string;
  readonly progress?: string;
  readonly activeMs?: string;
  readonly drained?: string;
}

/** Returns SQL that selects jobs as JobRow with current progress. A WHERE clause on `job` and `progress` may follow. */
export function selectJob({
  job = 'collection_job',
  progress = 'job_progress',
  activeMs = ACTIVE_MS,
  drained = '(SELECT bool_and(drained) FROM job_lease WHERE job_id = job.id)',
}: JobOrigin = {}): string {
  return `
SELECT job.id, job.name, job.state, job.version, job.source, job.interval, job.window_from AS "from",
       job.window_to AS "to", job.from_listing AS "fromListing", job.mode, job.asks_for AS "asksFor", job.verdict, job.concurrency, job.shards, job.reason,
       job.created_at AS "createdAt", job.started_at AS "startedAt", job.paused_at AS "pausedAt", job.completed_at AS "completedAt",
       ${drained} AS drained, progress.last_event AS "lastEvent",
       progress.with_gaps AS "symbolsWithGaps", progress.already_there::double precision AS "barsAlreadyThere",
       progress.revised::double precision AS revised, progress.differences::double precision AS differences,
       job.total, progress.succeeded, progress.empty, progress.failed,
       progress."rows"::double precision AS "rows", active.ms::double precision AS "activeMs",
       ${SYMBOLS_PER_SECOND} AS "symbolsPerSecond"
  FROM ${job} job
  JOIN ${progress} progress ON progress.job_id = job.id
 CROSS JOIN LATERAL (SELECT ${activeMs} AS ms) active`;
}
