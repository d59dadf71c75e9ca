import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { BarFilter } from '../../application/ports/job-reader';
import type { Bar } from '../../domain/bar';
import { BarEntity } from '../entities/bars/bar-entity';
import { storable } from './query-values';

/** Returns a page of the bars of a series, oldest first. */
export async function listBars(
  manager: EntityManager,
  filter: BarFilter,
  after: number | null,
  limit: number,
): Promise<readonly Bar[]> {
  const query = barQuery(manager, filter).orderBy('bar.time').limit(limit);
  if (after !== null) query.andWhere('bar.time > :after', { after: new Date(after) });
  return rawBars(query);
}

/** Returns the last bars of a series before a time, oldest first. */
export async function listLastBars(
  manager: EntityManager,
  filter: BarFilter,
  before: number | null,
  limit: number,
): Promise<readonly Bar[]> {
  const query = barQuery(manager, filter).orderBy('bar.time', 'DESC').limit(limit);
  if (before !== null) query.andWhere('bar.time < :before', { before: new Date(before) });
  return (await rawBars(query)).reverse();
}

export function countBars(manager: EntityManager, filter: BarFilter): Promise<number> {
  return barQuery(manager, filter).getCount();
}

const IS_SERIES = 'source = :source AND symbol = :symbol AND interval = :interval';

const COLUMNS = [
  ...['time', 'open', 'high', 'low', 'close', 'volume'].map((column) => `bar.${column} AS ${column}`),
  ...['bar.quote_volume AS "quoteVolume"', 'bar.taker_volume AS "takerVolume"'],
  'bar.trades::double precision AS trades',
];

function barQuery(
  manager: EntityManager,
  { source, symbol, interval, from, to }: BarFilter,
): SelectQueryBuilder<BarEntity> {
  const query = manager
    .createQueryBuilder(BarEntity, 'bar')
    .where(`bar.series_id = (SELECT id FROM series WHERE ${IS_SERIES})`, {
      source: storable(source),
      symbol: storable(symbol),
      interval,
    });
  if (from) query.andWhere('bar.time >= :from', { from });
  if (to) query.andWhere('bar.time < :to', { to });
  return query;
}

/** Reads rows without the ORM's entities: creating thousands of them would take longer than the query. */
async function rawBars(query: SelectQueryBuilder<BarEntity>): Promise<Bar[]> {
  const raw = await query.select(COLUMNS).getRawMany<Omit<Bar, 'time'> & { readonly time: Date }>();
  return raw.map(({ time, ...values }) => ({ ...values, time: time.getTime() }));
}
