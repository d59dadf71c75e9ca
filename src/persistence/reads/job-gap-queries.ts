import type { EntityManager } from 'typeorm';
import type { JobGap, JobGapFilter, JobGapPlace } from '../../application/ports/job-reader';
import { windowAt } from '../../domain/series/coverage';
import type { SeriesSets } from '../../domain/series/gap';
import type { TimeRange } from '../../domain/series/time-range';
import { statement } from '../database/statement';
import {
  msSql,
  rangeSql,
  rangesOf,
  rangesSql,
  secondsSql,
  timeSql,
  type RangeRows,
  barsBetweenSql,
} from '../series/coverage-sql';
import { listGaps } from './gap-queries';

/** Symbols that are read at once. */
const SYMBOLS = 100;

/**
 * Returns the first `limit` gaps of the symbols of a job, from a place on. The window of a symbol ends where the source
 * publishes no more: later times are no gap yet.
 */
export async function listJobGaps(
  manager: EntityManager,
  { job, reasons }: JobGapFilter,
  from: JobGapPlace | null,
  limit: number,
): Promise<readonly JobGap[]> {
  const gaps: JobGap[] = [];
  const window = windowAt(job.from.getTime(), job.to.getTime(), job.interval, Date.now());
  const asked = { from: window.from, to: window.settledTo, reasons };
  for (let first = from?.position ?? 0; gaps.length < limit;) {
    const symbols = await INCOMPLETE(manager, { jobId: job.id, first, limit: SYMBOLS, ...asked });
    for (const { position, symbol, seriesId, window: own, ...sets } of symbols) {
      const range = position === from?.position ? { from: Math.max(own.from, from.time), to: own.to } : own;
      const series = { ...sets, id: seriesId, interval: job.interval };
      const found = await listGaps(manager, series, range, limit - gaps.length, reasons);
      gaps.push(...found.map((gap) => ({ ...gap, position, symbol, seriesId })));
      if (gaps.length >= limit) break;
    }
    if (symbols.length < SYMBOLS) break;
    first = symbols.at(-1)!.position + 1;
  }
  return gaps;
}

interface SymbolRow {
  readonly position: number;
  readonly symbol: string;
  readonly seriesId: number;
  readonly first: Date | null;
  readonly window: TimeRange;
  readonly covered: RangeRows;
  readonly outOfReach: RangeRows;
  readonly quarantined: RangeRows;
}

/**
 * Returns symbols whose window may lack bars for one of the reasons, in list order: by the sets of their series, and, for
 * what the source does not have, by the number of their bars. Each of them takes a query.
 */
const INCOMPLETE = statement(
  'incomplete_symbols',
  {
    ...{ jobId: 'uuid', first: 'integer', limit: 'integer' },
    ...{ from: 'double precision', to: 'double precision', reasons: 'text[]' },
  },
  ({ jobId, first, limit, from, to, reasons }) => `
    SELECT position, symbol.symbol, series.id AS "seriesId", series.first_bar AS "first",
           json_build_object('from', ${msSql('asked."from"')}, 'to', ${msSql('asked."to"')}) AS window,
           ${rangesSql('series.covered')} AS covered, ${rangesSql('series.out_of_reach')} AS "outOfReach",
           ${rangesSql('series.quarantined')} AS quarantined
      FROM job_symbol symbol
      JOIN series ON series.id = symbol.series_id
     CROSS JOIN LATERAL (SELECT coalesce(symbol.window_from, ${timeSql(from)}) AS "from",
                                least(symbol.window_to, ${timeSql(to)}) AS "to") asked
     CROSS JOIN LATERAL (SELECT ${rangeSql('asked."from"', 'greatest(asked."from", asked."to")')} AS times) wanted
     WHERE symbol.job_id = ${jobId} AND position >= ${first} AND NOT isempty(times)
       AND (('QUARANTINED' = ANY (${reasons}) AND quarantined && times)
            OR ('OUT_OF_REACH' = ANY (${reasons}) AND out_of_reach && times)
            OR ('NOT_COLLECTED' = ANY (${reasons}) AND NOT covered + out_of_reach + quarantined @> times)
            OR (ARRAY['SOURCE_HAS_NONE', 'BEFORE_LISTING'] && ${reasons} AND covered && times
                AND ${barsBetweenSql('asked."from"', 'asked."to"', 'series.interval')}
                    > bar_count(series.id, ${secondsSql('series.interval')}, asked."from", asked."to")))
     ORDER BY position
     LIMIT ${limit}`,
  ({
    covered,
    outOfReach,
    quarantined,
    ...row
  }: SymbolRow): Omit<SymbolRow, keyof SeriesSets> & Omit<SeriesSets, 'interval'> => ({
    ...row,
    covered: rangesOf(covered),
    outOfReach: rangesOf(outOfReach),
    quarantined: rangesOf(quarantined),
  }),
);
