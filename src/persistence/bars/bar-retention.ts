import type { ClientBase } from 'pg';
import { STRETCH_BARS } from '../../domain/series/stretch';
import { secondsSql } from '../series/coverage-sql';
import { BarPartitionError, holdingBars, isDefault, partitionsOf, type BarPartition } from './bar-table';

export interface DroppedBars {
  readonly partitions: readonly { readonly name: string; readonly bars: number }[];
  /** Bars before the date that remain, because their partition also covers later times or is the default one. */
  readonly remaining: number;
}

/**
 * Drops the partitions that end at or before the date. This deletes their files and leaves nothing to vacuum. Bars are
 * counted before the lock is taken, so that no other session waits for the count.
 * @throws BarPartitionError when the table is not partitioned
 */
export async function dropBars(client: ClientBase, before: Date): Promise<DroppedBars> {
  const partitions = [];
  for (const { name } of past(required(await partitionsOf(client)), before))
    partitions.push({ name, bars: await count(client, `SELECT count(*) AS count FROM ${name}`) });
  if (partitions.length > 0) await drop(client, before, new Set(partitions.map(({ name }) => name)));
  const remaining = await count(client, 'SELECT count(*) AS count FROM bar WHERE time < $1', [before]);
  return { partitions, remaining };
}

/** Reads the partitions again under the lock: another session may have dropped some of them. */
function drop(client: ClientBase, before: Date, counted: ReadonlySet<string>): Promise<void> {
  return holdingBars(client, async (present) => {
    for (const partition of past(required(present), before).filter(({ name }) => counted.has(name))) {
      const { name } = partition;
      await client.query(`ALTER TABLE bar DETACH PARTITION ${name}`);
      await client.query(uncovered(partition));
      await client.query(uncounted(partition));
      await client.query('DELETE FROM bar_stretch WHERE bars = 0');
      await client.query(`DROP TABLE ${name}`);
    }
  });
}

/**
 * Returns SQL that takes the times of a dropped partition out of what its series have: bars that are gone can be
 * collected again.
 */
function uncovered({ name, from, to }: BarPartition): string {
  const times = `tstzmultirange(tstzrange('${from!.toISOString()}', '${to!.toISOString()}'))`;
  return `
    UPDATE series
       SET covered = series.covered - ${times}, first_bar = rest.first_bar, last_bar = rest.last_bar,
           bars = CASE WHEN rest.first_bar IS NULL THEN 0 ELSE greatest(1, series.bars - coalesce(dropped.bars, 0)) END
      FROM series known
      LEFT JOIN (SELECT series_id, count(*) AS bars FROM ${name} GROUP BY 1) dropped ON dropped.series_id = known.id
     CROSS JOIN LATERAL (SELECT min(time) AS first_bar, max(time) AS last_bar FROM bar WHERE series_id = known.id) rest
     WHERE series.id = known.id AND (dropped.bars > 0 OR known.covered && ${times})`;
}

/** Returns SQL that takes the bars of a dropped partition out of the counts of their stretches. */
function uncounted({ name }: BarPartition): string {
  return `
    UPDATE bar_stretch counted
       SET bars = counted.bars - dropped.bars
      FROM (SELECT series_id, floor(extract(epoch FROM time) / (${STRETCH_BARS}.0 * ${secondsSql('interval')}))::integer AS stretch,
                   count(*) AS bars
              FROM ${name} JOIN series ON series.id = series_id
             GROUP BY 1, 2) dropped
     WHERE counted.series_id = dropped.series_id AND counted.stretch = dropped.stretch`;
}

function past(partitions: readonly BarPartition[], before: Date): BarPartition[] {
  return partitions.filter((partition) => !isDefault(partition) && partition.to !== null && partition.to <= before);
}

function required(partitions: readonly BarPartition[] | null): readonly BarPartition[] {
  if (!partitions) throw new BarPartitionError('bar is not partitioned: npm run bars:partition first');
  return partitions;
}

async function count(client: ClientBase, query: string, values: unknown[] = []): Promise<number> {
  const { rows } = await client.query<{ count: string }>(query, values);
  return Number(rows[0]!.count);
}
