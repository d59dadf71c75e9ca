import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { FailureCount, SymbolFilter } from '../../application/ports/job-reader';
import type { JobSymbol } from '../../domain/job-symbol';
import { JobSymbolEntity } from '../entities/jobs/job-symbol-entity';
import { isGiven, storable } from './query-values';

/** Returns a page of a job's symbols, in the order of the list. */
export async function listSymbols(
  manager: EntityManager,
  filter: SymbolFilter,
  after: number,
  limit: number,
): Promise<readonly JobSymbol[]> {
  const active = new Map(filter.active.map((symbol) => [symbol.position, symbol]));
  const stored = await symbolQuery(manager, filter)
    .andWhere('symbol.position > :after', { after })
    .orderBy('symbol.position')
    .limit(limit)
    .getMany();
  return stored.map((symbol) => toJobSymbol(symbol, active.get(symbol.position)));
}

export function countSymbols(manager: EntityManager, filter: SymbolFilter): Promise<number> {
  return symbolQuery(manager, filter).getCount();
}

/** Returns the first letters of the stored states of all symbols, in the order of the list. */
export async function symbolStates(manager: EntityManager, jobId: string): Promise<string> {
  const found = await symbolQuery(manager, { jobId, states: null, active: [] })
    .select(`string_agg(left(symbol.state::text, 1), '' ORDER BY symbol.position)`, 'letters')
    .getRawOne<{ letters: string | null }>();
  return found?.letters ?? '';
}

/** Returns the failure counts of each job, in the order of `jobIds`, the most frequent failure first. */
export async function failureCounts(manager: EntityManager, jobIds: readonly string[]): Promise<FailureCount[][]> {
  const rows = await manager
    .createQueryBuilder(JobSymbolEntity, 'symbol')
    .select(['symbol.job_id AS "jobId"', 'symbol.error_code AS code', 'count(*)::integer AS count'])
    .where(`symbol.jobId = ANY(:jobIds) AND symbol.state = 'FAILED'`, { jobIds })
    .groupBy('symbol.job_id')
    .addGroupBy('symbol.error_code')
    .orderBy('count', 'DESC')
    .addOrderBy('code')
    .getRawMany<FailureCount & { jobId: string }>();
  const byId = new Map(jobIds.map((id): [string, FailureCount[]] => [id, []]));
  for (const { jobId, code, count } of rows) byId.get(jobId)!.push({ code, count });
  return jobIds.map((id) => byId.get(id)!);
}

/** The database stores ACTIVE symbols as PENDING: the caller supplies the active ones. */
function symbolQuery(
  manager: EntityManager,
  { jobId, states, errorCode, withGaps, active }: SymbolFilter,
): SelectQueryBuilder<JobSymbolEntity> {
  const query = manager.createQueryBuilder(JobSymbolEntity, 'symbol').where('symbol.jobId = :jobId', { jobId });
  if (isGiven(errorCode)) query.andWhere('symbol.error_code::text = :errorCode', { errorCode: storable(errorCode) });
  if (isGiven(withGaps)) query.andWhere(withGaps ? 'symbol.missing > 0' : 'symbol.missing = 0');
  if (!states) return query;
  const isActive = `(symbol.state = 'PENDING' AND symbol.position = ANY(:active))`;
  const wanted = `(symbol.state = ANY(:states) AND NOT ${isActive})`;
  return query.andWhere(states.includes('ACTIVE') ? `(${wanted} OR ${isActive})` : wanted).setParameters({
    states: states.filter((state) => state !== 'ACTIVE'),
    active: active.map((symbol) => symbol.position),
  });
}

function toJobSymbol(stored: JobSymbolEntity, active: JobSymbol | undefined): JobSymbol {
  if (active && stored.state === 'PENDING') return active;
  const { symbol, position, state, attempts, rows, missing, errorCode, errorMessage, startedAt, finishedAt } = stored;
  const error = errorCode && { code: errorCode, message: errorMessage ?? '' };
  return { symbol, position, state, attempts, rows, missing, error, startedAt, finishedAt };
}
