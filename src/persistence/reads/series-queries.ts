import type { EntityManager } from 'typeorm';
import type { SeriesFilter, SeriesPlace } from '../../application/ports/job-reader';
import type { Series } from '../../domain/series/series';
import { rangesOf, rangesSql, type RangeRows } from '../series/coverage-sql';
import { statement } from '../database/statement';
import { isGiven, storable } from './query-values';

type Sets = 'covered' | 'outOfReach' | 'quarantined';
type SeriesRow = Omit<Series, Sets> & Readonly<Record<Sets, RangeRows>>;

/** A series of which nothing was stored yet exists only because a job has asked for it. */
const SERIES = `
    SELECT id, source, symbol, interval, bars::double precision, first_bar AS "first", last_bar AS "last",
           updated_at AS "updatedAt", ${rangesSql('covered')} AS covered,
           ${rangesSql('out_of_reach')} AS "outOfReach", ${rangesSql('quarantined')} AS quarantined
      FROM series
     WHERE updated_at IS NOT NULL`;

const seriesOf = ({ covered, outOfReach, quarantined, ...row }: SeriesRow): Series => ({
  ...row,
  covered: rangesOf(covered),
  outOfReach: rangesOf(outOfReach),
  quarantined: rangesOf(quarantined),
});

const FILTER = { source: 'text', symbolContains: 'text', interval: 'bar_interval' } as const;

/** Null is no condition. */
const fits = ({ source, symbolContains, interval }: Readonly<Record<keyof typeof FILTER, string>>) => `
       (${source} IS NULL OR source = ${source}) AND (${interval} IS NULL OR interval = ${interval})
       AND (${symbolContains} IS NULL OR strpos(lower(symbol), lower(${symbolContains})) > 0)`;

function valuesOf({ source, symbolContains, interval }: SeriesFilter) {
  return {
    source: isGiven(source) ? storable(source) : null,
    symbolContains: symbolContains ? storable(symbolContains) : null,
    interval: interval ?? null,
  };
}

/** Returns a page of the series, in the order of source, symbol and interval. */
export function listSeries(
  manager: EntityManager,
  filter: SeriesFilter,
  after: SeriesPlace | null,
  limit: number,
): Promise<Series[]> {
  const place = { afterSource: after?.source ?? null, afterSymbol: after?.symbol ?? null };
  return LIST(manager, { ...valuesOf(filter), ...place, afterInterval: after?.interval ?? null, limit });
}

const LIST = statement(
  'list_series',
  { ...FILTER, afterSource: 'text', afterSymbol: 'text', afterInterval: 'bar_interval', limit: 'integer' },
  ({ afterSource, afterSymbol, afterInterval, limit, ...filter }) => `${SERIES}
       AND ${fits(filter)}
       AND (source, symbol, interval) > (coalesce(${afterSource}, ''), coalesce(${afterSymbol}, ''),
                                         coalesce(${afterInterval}, 'ONE_MINUTE'))
     ORDER BY source, symbol, interval
     LIMIT ${limit}`,
  seriesOf,
);

export async function countSeries(manager: EntityManager, filter: SeriesFilter): Promise<number> {
  return (await COUNT(manager, valuesOf(filter)))[0]!;
}

const COUNT = statement(
  'count_series',
  FILTER,
  (filter) => `SELECT count(*)::integer AS n FROM series WHERE updated_at IS NOT NULL AND ${fits(filter)}`,
  ({ n }: { n: number }) => n,
);

export async function findSeries(manager: EntityManager, id: number): Promise<Series | null> {
  return (await FIND(manager, { id }))[0] ?? null;
}

const FIND = statement('find_series', { id: 'integer' }, ({ id }) => `${SERIES} AND id = ${id}`, seriesOf);
