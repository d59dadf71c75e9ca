import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { JobCounts, JobFilter, JobPlace } from '../../application/ports/job-reader';
import type { CollectionJob } from '../../domain/collection-job';
import type { JobState } from '../../domain/job-state';
import { CollectionJobEntity } from '../entities/jobs/collection-job-entity';
import { JobProgressEntity } from '../entities/jobs/job-progress-entity';
import { jobOf, selectJob, type JobRow } from '../jobs/job-row';
import { isGiven, storable } from './query-values';

/** Returns a page of jobs, newest first. */
export async function listJobs(
  manager: EntityManager,
  filter: JobFilter,
  after: JobPlace | null,
  limit: number,
): Promise<readonly CollectionJob[]> {
  const ids = jobQuery(manager, filter)
    .select('job.id')
    .orderBy('job.createdAt', 'DESC')
    .addOrderBy('job.id', 'DESC')
    .limit(limit);
  if (after) ids.andWhere('(job.created_at, job.id) < (:createdAt, :id)', { ...after });
  const [sql, values] = ids.getQueryAndParameters();
  const page = `${selectJob()} WHERE job.id IN (${sql}) ORDER BY job.created_at DESC, job.id DESC`;
  return (await manager.query<JobRow[]>(page, values)).map(jobOf);
}

export async function countJobs(manager: EntityManager, filter: JobFilter): Promise<number> {
  const counted = jobQuery(manager, filter).select('count(*)::integer', 'count');
  return (await counted.getRawOne<{ count: number }>())!.count;
}

export async function countJobsByState(manager: EntityManager): Promise<ReadonlyMap<JobState, number>> {
  const counts = await manager
    .createQueryBuilder(CollectionJobEntity, 'job')
    .select(['job.state AS state', 'count(*)::integer AS count'])
    .groupBy('job.state')
    .getRawMany<{ state: JobState; count: number }>();
  return new Map(counts.map(({ state, count }) => [state, count]));
}

/**
 * Returns the counts of each job, in the order of `jobIds`; null when there is no such job. The number of events is the
 * latest `seq`, which has no gap.
 */
export async function jobCounts(manager: EntityManager, jobIds: readonly string[]): Promise<(JobCounts | null)[]> {
  const rows = await manager
    .createQueryBuilder(JobProgressEntity, 'progress')
    .where('progress.jobId = ANY(:jobIds)', { jobIds })
    .getMany();
  const byId = new Map(rows.map(({ jobId, lastEvent: events, ...counts }) => [jobId, { ...counts, events }]));
  return jobIds.map((id) => byId.get(id) ?? null);
}

/** Must match the predicate of the partial index job_needs_attention. */
const NEEDS_ATTENTION = `coalesce(job.verdict <> 'COMPLETE', job.state = 'FAILED')`;

function jobQuery(
  manager: EntityManager,
  { states, source, nameContains, hasFailures, verdicts, needsAttention }: JobFilter,
): SelectQueryBuilder<CollectionJobEntity> {
  const query = manager.createQueryBuilder(CollectionJobEntity, 'job').where('true');
  if (states) query.andWhere('job.state = ANY(:states)', { states });
  if (isGiven(source)) query.andWhere('job.source = :source', { source: storable(source) });
  if (isGiven(hasFailures)) {
    // A literal, not a parameter, so that it matches the predicate of the partial index.
    const failed = hasFailures ? 'progress.failed > 0' : 'progress.failed = 0';
    query.innerJoin(JobProgressEntity, 'progress', `progress.job_id = job.id AND ${failed}`);
  }
  if (verdicts) query.andWhere('job.verdict = ANY(:verdicts)', { verdicts });
  // Literals, as above. A job that FAILED has no verdict.
  if (needsAttention === true) query.andWhere(NEEDS_ATTENTION);
  if (needsAttention === false) query.andWhere(`NOT (${NEEDS_ATTENTION})`);
  if (nameContains) {
    query.andWhere('strpos(lower(job.name), lower(:nameContains)) > 0', { nameContains: storable(nameContains) });
  }
  return query;
}
