import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { EventKind } from '../../application/ports/job-reader';
import type { JobEvent } from '../../domain/job-event';
import { JobEventEntity } from '../entities/jobs/job-event-entity';

/** Returns a page of a job's history, in order of `seq`. */
export async function listEvents(
  manager: EntityManager,
  jobId: string,
  after: number,
  limit: number,
  kind: EventKind,
): Promise<readonly JobEvent[]> {
  const found = await eventQuery(manager, jobId, kind)
    .andWhere('event.seq > :after', { after })
    .orderBy('event.seq')
    .limit(limit)
    .getMany();
  return found.map(toJobEvent);
}

/** Returns up to `count` events of a job's history, evenly spaced by `seq`, including the first and the last. */
export async function sampleEvents(manager: EntityManager, jobId: string, count: number): Promise<readonly JobEvent[]> {
  const found = await eventQuery(manager, jobId, 'all')
    .andWhere(`event.seq IN (${EVENLY_SPACED})`, { count })
    .orderBy('event.seq')
    .getMany();
  return found.map(toJobEvent);
}

/** Returns the number of milestones of each job, in the order of `jobIds`. */
export async function milestoneCounts(manager: EntityManager, jobIds: readonly string[]): Promise<number[]> {
  const rows = await manager
    .createQueryBuilder(JobEventEntity, 'event')
    .select(['event.job_id AS "jobId"', 'count(*)::integer AS count'])
    .where(`event.jobId = ANY(:jobIds) AND ${IS_MILESTONE}`, { jobIds })
    .groupBy('event.job_id')
    .getRawMany<{ jobId: string; count: number }>();
  const byId = new Map(rows.map(({ jobId, count }) => [jobId, count]));
  return jobIds.map((id) => byId.get(id) ?? 0);
}

function eventQuery(manager: EntityManager, jobId: string, kind: EventKind): SelectQueryBuilder<JobEventEntity> {
  const query = manager.createQueryBuilder(JobEventEntity, 'event').where('event.jobId = :jobId', { jobId });
  return kind === 'milestones' ? query.andWhere(IS_MILESTONE) : query;
}

/** Must match the predicate of the partial index job_event_milestone. */
const IS_MILESTONE = `event.type <> 'SYMBOLS_DONE'`;

/** `seq` has no gap, so positions are computed without reading the events in between. */
const EVENLY_SPACED = `
  SELECT 1 + (step.number * (last.seq - 1)) / greatest(last.step, 1)
    FROM (SELECT max(seq)::bigint AS seq, least(:count, max(seq)) - 1 AS step
            FROM job_event
           WHERE job_id = :jobId) last,
         generate_series(0, last.step) AS step (number)`;

function toJobEvent(stored: JobEventEntity): JobEvent {
  const { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond, ...event } = stored;
  return { ...event, progress: { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond } };
}
