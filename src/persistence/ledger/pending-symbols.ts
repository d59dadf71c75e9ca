import type { EntityManager } from 'typeorm';
import type { JobRange, PendingSymbol } from '../../application/ports/collection-ledger';
import type { CollectionJob } from '../../domain/collection-job';
import { alignedUp } from '../../domain/bar';
import type { TimeRange, TimeRanges } from '../../domain/series/time-range';
import { statement } from '../database/statement';
import { answeredSql, rangeSql, rangesOf, rangesSql, timeSql, windowSql, type RangeRows } from '../series/coverage-sql';

type StoredSymbol = Omit<PendingSymbol, 'answeredAt'>;

/** Returns the symbols without an outcome in a range of positions, in list order. */
export function pendingSymbols(
  manager: EntityManager,
  job: CollectionJob,
  { from: first, to: end }: JobRange,
): Promise<StoredSymbol[]> {
  return PENDING_SYMBOLS(manager, { jobId: job.id, first, end, ...wholeWindow(job) });
}

/** Returns the window in whole intervals, as the sets of times are. */
function wholeWindow({ from, to, interval }: CollectionJob): TimeRange {
  return { from: alignedUp(from.getTime(), interval), to: alignedUp(to.getTime(), interval) };
}

/** The times of a window that the job need not ask for. */
const answeredIn = (from: string, to: string) => rangesSql(`(${answeredSql('series', 'job')}) * ${rangeSql(from, to)}`);

/** Selects by a range of positions, which is fast under any plan. With LIMIT, stale statistics could make it slow. */
const PENDING_SYMBOLS = statement(
  'pending_symbols',
  { jobId: 'uuid', first: 'integer', end: 'integer', from: 'double precision', to: 'double precision' },
  ({ jobId, first, end, from, to }) => `
    SELECT position, symbol.symbol, series_id AS "seriesId", steps, attempts, "rows"::double precision,
           extract(epoch FROM page_cursor)::double precision * 1000 AS cursor, symbol.started_at AS "startedAt",
           ${windowSql('symbol')} AS window,
           ${answeredIn(
             `coalesce(symbol.window_from, ${timeSql(from)})`,
             `coalesce(symbol.window_to, ${timeSql(to)})`,
           )} AS answered
      FROM job_symbol symbol
      JOIN collection_job job ON job.id = symbol.job_id
      JOIN series ON series.id = symbol.series_id
     WHERE symbol.job_id = ${jobId} AND position >= ${first} AND position < ${end} AND symbol.state = 'PENDING'
     ORDER BY position`,
  ({ answered, ...row }: Omit<StoredSymbol, 'answered'> & { readonly answered: RangeRows }): StoredSymbol => ({
    ...row,
    answered: rangesOf(answered),
  }),
);

/** Returns what a job need not ask for of each series, in the order of the ids. */
export async function answeredOf(
  manager: EntityManager,
  job: CollectionJob,
  seriesIds: readonly number[],
): Promise<TimeRanges[]> {
  const rows = await ANSWERED_OF(manager, { jobId: job.id, seriesIds, ...wholeWindow(job) });
  const byId = new Map(rows.map(({ id, answered }) => [id, rangesOf(answered)]));
  return seriesIds.map((id) => byId.get(id) ?? []);
}

const ANSWERED_OF = statement(
  'answered_of',
  { jobId: 'uuid', seriesIds: 'integer[]', from: 'double precision', to: 'double precision' },
  ({ jobId, seriesIds, from, to }) => `
    SELECT series.id, ${answeredIn(timeSql(from), timeSql(to))} AS answered
      FROM series, collection_job job
     WHERE job.id = ${jobId} AND series.id = ANY (${seriesIds})`,
  (row: { readonly id: number; readonly answered: RangeRows }) => row,
);
