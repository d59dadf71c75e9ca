import { MAX_DIFFERENCES } from '../../../domain/series/difference';
import { barArraySql, barValuesSql } from '../../bars/bar-values-sql';

/** Whether the bars `known` and `offer`, of which one may be absent, differ; and whether the source no longer has it. */
const IS_DIFFERENT = `${barValuesSql('known')} IS DISTINCT FROM ${barValuesSql('offer')}`;
const IS_SURPLUS = 'offer.position IS NULL';

/**
 * Returns CTEs, of which `different` has the bars that differ between what is stored and what is `offered`, at the times
 * given for each step as far as they are covered. Joins that could be planned as nested loops have few rows on a side.
 */
function differencesSql(positions: string, times: string, condition: string): string {
  return `compared AS MATERIALIZED (
  SELECT step.position, step.series_id, given.times * locked.covered AS times
    FROM unnest(${positions}, ${times}) AS given (position, times)
    JOIN moved USING (position)
    JOIN step USING (position)
    JOIN locked ON locked.id = step.series_id
), different AS MATERIALIZED (
  SELECT position, time, stored, offered
    FROM (SELECT position, time, CASE WHEN known.position IS NOT NULL THEN ${barArraySql('known')} END AS stored,
                 CASE WHEN offer.position IS NOT NULL THEN ${barArraySql('offer')} END AS offered
            FROM (SELECT position, bar.*
                    FROM compared
                   CROSS JOIN LATERAL (SELECT * FROM bar
                                        WHERE bar.series_id = compared.series_id
                                          AND time >= lower(times) AND time < upper(times)
                                       OFFSET 0) bar) known
            FULL JOIN offered offer USING (position, time)
           WHERE ${condition}) found
    JOIN compared USING (position)
   WHERE time <@ times
), noted AS (
  INSERT INTO bar_difference (job_id, position, time, stored, offered)
  SELECT held.id, position, time, stored, offered
    FROM different, held
   ORDER BY position, time
   LIMIT (SELECT greatest(0, ${MAX_DIFFERENCES} - differences) FROM job_progress JOIN held ON job_id = held.id)
)`;
}

export const allDifferencesSql = (positions: string, times: string) => differencesSql(positions, times, IS_DIFFERENT);
export const surplusSql = (positions: string, times: string) => differencesSql(positions, times, IS_SURPLUS);

/** The number of differences found. All are counted; of a job the first ones are kept, with several shards some more. */
export const DIFFERENCES = '(SELECT count(*) FROM different)';
