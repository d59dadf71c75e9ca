import { storedIdOf } from './api-id';
import type { TestDatabase } from './database';

/** Inserts `count` copies of a job, each created one second before the previous one. */
export function addCopies({ source }: TestDatabase, id: string, count: number): Promise<unknown> {
  return source.query(
    `WITH copy AS (
       INSERT INTO collection_job
       SELECT (jsonb_populate_record(job, jsonb_build_object(
                'id', gen_random_uuid(), 'name', 'Copy ' || n, 'created_at', job.created_at - n * interval '1 second'))).*
         FROM collection_job job, generate_series(1, $2) AS n
        WHERE job.id = $1
       RETURNING id
     ), lease AS (
       INSERT INTO job_lease
       SELECT (jsonb_populate_record(lease, jsonb_build_object('job_id', copy.id))).*
         FROM job_lease lease, copy
        WHERE lease.job_id = $1
     )
     INSERT INTO job_progress
     SELECT (jsonb_populate_record(progress, jsonb_build_object('job_id', copy.id))).*
       FROM job_progress progress, copy
      WHERE progress.job_id = $1`,
    [storedIdOf(id), count],
  );
}
