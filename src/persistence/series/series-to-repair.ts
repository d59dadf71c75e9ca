import type { EntityManager } from 'typeorm';
import type { AskableReason } from '../../domain/series/gap';
import type { Repair, SeriesToRepair } from '../../domain/series/repair';
import type { TimeRange } from '../../domain/series/time-range';
import { statementForLists } from '../database/statement';
import { msSql, rangeSql, openingAfterSql, timeSql } from './coverage-sql';

/**
 * Returns the series of a selection that have gaps for one of the reasons: those of a job in its order, others by symbol.
 * @param window in which gaps of the symbols of a job count; null for other selections, whose series have their own extent
 */
export function seriesToRepair(
  manager: EntityManager,
  { selection, reasons }: Repair,
  window: TimeRange | null,
  limit: number,
): Promise<SeriesToRepair[]> {
  const asked = { asksFor: reasons, limit };
  if (selection.by === 'JOB') return OF_JOB(manager, { ...asked, jobId: selection.jobId, ...window! });
  if (selection.by === 'SERIES') return OF_SERIES(manager, { ...asked, seriesIds: selection.seriesIds });
  return OF_SOURCE(manager, { ...asked, source: selection.source, interval: selection.interval });
}

const ASKED = { asksFor: 'text[]', limit: 'integer' } as const;

/** From the first to the last time of which anything is known or stored. */
const EXTENT = `range_merge(covered + out_of_reach + quarantined + CASE WHEN bars > 0 THEN
    tstzmultirange(tstzrange(first_bar, ${openingAfterSql('last_bar', 'series.interval')}))
    ELSE '{}' END)`;

/**
 * @param from FROM and WHERE clauses that supply `series`
 * @param window multirange in which gaps count
 */
function selected(
  p: Readonly<Record<keyof typeof ASKED, string>>,
  from: string,
  window: string,
  order: string,
): string {
  const wanted = (reason: AskableReason, set: string) =>
    `CASE WHEN '${reason}' = ANY (${p.asksFor}) THEN ${set} ELSE '{}' END`;
  return `
    SELECT source, symbol, interval, ${msSql('lower(gaps)')}::double precision AS "from",
           ${msSql('upper(gaps)')}::double precision AS "to"
      FROM (SELECT series.*, ${order} AS place, ${window} AS times ${from}) series
     CROSS JOIN LATERAL (
       SELECT times * (${wanted('NOT_COLLECTED', 'times - covered - out_of_reach - quarantined')}
                       + ${wanted('OUT_OF_REACH', 'out_of_reach - covered')}
                       + ${wanted('QUARANTINED', 'quarantined')}) AS gaps) found
     WHERE NOT isempty(gaps)
     ORDER BY place
     LIMIT ${p.limit}`;
}

const series = (row: SeriesToRepair) => row;

const OF_JOB = statementForLists(
  'repair_of_job',
  { ...ASKED, jobId: 'uuid', from: 'double precision', to: 'double precision' },
  (p) =>
    selected(
      p,
      `FROM job_symbol asked JOIN series ON series.id = asked.series_id WHERE asked.job_id = ${p.jobId}`,
      `${rangeSql(timeSql(p.from), timeSql(p.to))}
       * ${rangeSql(`coalesce(asked.window_from, '-infinity')`, `coalesce(asked.window_to, 'infinity')`)}`,
      'asked.position',
    ),
  series,
);

const OF_SERIES = statementForLists(
  'repair_of_series',
  { ...ASKED, seriesIds: 'integer[]' },
  (p) => selected(p, `FROM series WHERE id = ANY (${p.seriesIds})`, `tstzmultirange(${EXTENT})`, 'series.symbol'),
  series,
);

const OF_SOURCE = statementForLists(
  'repair_of_source',
  { ...ASKED, source: 'text', interval: 'bar_interval' },
  (p) =>
    selected(
      p,
      `FROM series WHERE source = ${p.source} AND interval = ${p.interval}`,
      `tstzmultirange(${EXTENT})`,
      'series.symbol',
    ),
  series,
);
