import type { EntityManager } from 'typeorm';
import type { DifferencePlace } from '../../application/ports/job-reader';
import { MAX_DIFFERENCES, type Difference } from '../../domain/series/difference';
import type { Revision } from '../../domain/series/revision';
import { barOfTexts, type BarTexts } from '../bars/bar-values-sql';
import { statement } from '../database/statement';
import { timeSql } from '../series/coverage-sql';

/** Returns revisions of a series, the newest first. */
export function listRevisions(
  manager: EntityManager,
  seriesId: number,
  before: number | null,
  limit: number,
): Promise<Revision[]> {
  return REVISIONS(manager, { seriesId, before, limit });
}

const REVISIONS = statement(
  'list_revisions',
  { seriesId: 'integer', before: 'double precision', limit: 'integer' },
  ({ seriesId, before, limit }) => `
    SELECT id::double precision, time, before::text[], after::text[], at, job_id AS "jobId"
      FROM bar_revision
     WHERE series_id = ${seriesId} AND id < coalesce(${before}, 'infinity')
     ORDER BY id DESC
     LIMIT ${limit}`,
  ({ time, before, after, ...row }: RevisionRow): Revision => ({
    ...row,
    time: time.getTime(),
    before: barOfTexts(time, before),
    after: barOfTexts(time, after),
  }),
);

type RevisionRow = Pick<Revision, 'id' | 'at' | 'jobId'> & {
  readonly time: Date;
  readonly before: BarTexts;
  readonly after: BarTexts;
};

export async function countRevisions(manager: EntityManager, seriesId: number): Promise<number> {
  return (await COUNT_REVISIONS(manager, { seriesId }))[0]!;
}

const COUNT_REVISIONS = statement(
  'count_revisions',
  { seriesId: 'integer' },
  ({ seriesId }) => `SELECT count(*)::integer AS n FROM bar_revision WHERE series_id = ${seriesId}`,
  ({ n }: { n: number }) => n,
);

/** Returns differences that a job has found, by position and time. */
export async function listDifferences(
  manager: EntityManager,
  jobId: string,
  after: DifferencePlace | null,
  limit: number,
): Promise<Difference[]> {
  const { position, time } = after ?? { position: -1, time: 0 };
  return DIFFERENCES(manager, { jobId, position, time, limit });
}

const DIFFERENCES = statement(
  'list_differences',
  { jobId: 'uuid', position: 'integer', time: 'double precision', limit: 'integer' },
  ({ jobId, position, time, limit }) => `
    SELECT symbol.symbol, found.position, found.time, stored::text[], offered::text[]
      FROM (SELECT * FROM bar_difference WHERE job_id = ${jobId} ORDER BY position, time LIMIT ${MAX_DIFFERENCES}) found
      JOIN job_symbol symbol ON symbol.job_id = ${jobId} AND symbol.position = found.position
     WHERE (found.position, found.time) > (${position}, ${timeSql(time)})
     ORDER BY found.position, found.time
     LIMIT ${limit}`,
  ({ time, stored, offered, ...row }: DifferenceRow): Difference => ({
    ...row,
    time: time.getTime(),
    stored: stored && barOfTexts(time, stored),
    offered: offered && barOfTexts(time, offered),
  }),
);

interface DifferenceRow {
  readonly symbol: string;
  readonly position: number;
  readonly time: Date;
  readonly stored: BarTexts | null;
  readonly offered: BarTexts | null;
}
