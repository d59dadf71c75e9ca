import { countSql, rangeSql, secondsSql } from '../series/coverage-sql';

/** What the outcome of a symbol is decided by, as SQL expressions. */
interface OutcomeSql {
  /** Alias of the row of its series, as it is before the bars of this statement. */
  readonly series: string;
  /** Alias of the row of its job. */
  readonly job: string;
  /** Sets of times of the series, with what this statement adds. */
  readonly covered: string;
  readonly outOfReach: string;
  /** The window, see CollectionWindow. */
  readonly from: string;
  readonly to: string;
  readonly settledTo: string;
  /** Bars that this job has stored for the symbol before. */
  readonly rows: string;
  /** Bars that this statement stores for it, and how many of them were stored already. */
  readonly newRows: string;
  readonly stored: string;
}

/**
 * Returns SQL for the subquery that decides the outcome of a symbol with nothing left to ask for: `state`, the number of
 * its `missing` bars, and of those `already_there`, by what is stored, whoever has collected it. The counters of the
 * series spare the count of its bars where the window holds all of them, or none. Each range is counted by a call of
 * its own: a join was planned by the statistics of an empty table, and read the whole series.
 */
export function symbolOutcomeSql(p: OutcomeSql): string {
  const { series, job } = p;
  const seconds = secondsSql(`${job}.interval`);
  const inWindow = (time: string) => `${series}.${time} >= ${p.from} AND ${series}.${time} < ${p.to}`;
  return `
    SELECT CASE WHEN ${p.rows} + ${p.newRows} > 0
                  OR ${series}.bars > 0 AND (${inWindow('first_bar')} OR ${inWindow('last_bar')}
                                             OR has_bars(${series}.id, ${p.from}, ${p.to})) THEN 'SUCCEEDED'
                WHEN ${p.from} < ${p.to} AND ${p.outOfReach} @> ${rangeSql(p.from, p.to)} THEN 'FAILED'
                ELSE 'EMPTY' END AS state,
           CASE WHEN isempty(unproved.times) THEN 0
                ELSE ${countSql('unproved.times', `${job}.interval`)}
                     - (SELECT sum(bar_count(${series}.id, ${seconds}, lower(r), upper(r))) FROM unnest(unproved.times) r)
                END AS missing,
           CASE WHEN ${job}.mode <> 'MISSING' OR ${series}.bars <= ${p.rows} THEN 0
                ELSE greatest(0, CASE WHEN ${series}.first_bar >= ${p.from} AND ${series}.last_bar < ${p.to} THEN ${series}.bars
                                      ELSE bar_count(${series}.id, ${seconds}, ${p.from}, ${p.to}) END - ${p.rows} - ${p.stored})
                END AS already_there
      FROM (SELECT ${rangeSql(p.from, p.settledTo)} - ${p.covered} AS times) unproved`;
}
