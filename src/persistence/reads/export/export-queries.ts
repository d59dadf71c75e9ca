import type { EntityManager } from 'typeorm';
import {
  DECIMAL_COLUMNS,
  type ChosenSeries,
  type DecimalColumn,
  type Digits,
  type DigitsByColumn,
  type ExportBatch,
  type ExportedBar,
  type ExportWindow,
  type SeriesChoice,
} from '../../../application/ports/bar-export';
import { INTERVAL_MS, openingAfter } from '../../../domain/bar';
import { statement } from '../../database/statement';
import { RESAMPLED, resampledSql, STORED, storedSql, ONE_MONTH } from './export-sql';
import { storable } from '../query-values';

/** Bars per read, so that memory is bounded whatever the size of the file. */
const BARS = 5_000;
/** Stored bars per read that aggregates them: a fraction of the time a read may take, and sorted in work_mem. */
const AGGREGATED = 25_000;

export function chooseSeries(
  manager: EntityManager,
  { source, symbols, intervals }: SeriesChoice,
  limit: number,
): Promise<ChosenSeries[]> {
  const chosen =
    'glob' in symbols
      ? { symbols: null, pattern: likeOf(storable(symbols.glob)) }
      : { symbols: symbols.map(storable), pattern: null };
  return CHOOSE(manager, { ...chosen, source: storable(source), intervals, limit });
}

function likeOf(glob: string): string {
  return glob
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('?', '_')
    .replace(/\*+/g, '%');
}

/** A series of which nothing was stored yet exists only because a job has asked for it. */
const CHOOSE = statement(
  'choose_series',
  { source: 'text', symbols: 'text[]', pattern: 'text', intervals: 'text[]', limit: 'integer' },
  ({ source, symbols, pattern, intervals, limit }) => `
    SELECT DISTINCT ON (symbol COLLATE "C") id, symbol, interval
      FROM series
     WHERE source = ${source} AND updated_at IS NOT NULL AND interval::text = ANY (${intervals})
       AND (symbol = ANY (${symbols}) OR symbol LIKE ${pattern})
     ORDER BY symbol COLLATE "C", array_position(${intervals}, interval::text)
     LIMIT ${limit}`,
  (series: ChosenSeries) => series,
);

export async function exportBars(
  manager: EntityManager,
  series: ChosenSeries,
  window: ExportWindow,
): Promise<ExportBatch<readonly ExportedBar[]>> {
  const { interval, from, to } = window;
  const place = { series: series.id, from, to };
  if (interval === series.interval) {
    const found = await BARS_STORED(manager, { ...place, limit: BARS });
    return { found, next: found.length < BARS ? null : found.at(-1)!.time + 1 };
  }
  const found = await BARS_RESAMPLED(manager, { ...place, ...lengthsOf(series, window, BARS) });
  return { found, next: found.length > 0 ? openingAfter(found.at(-1)!.time, interval) : null };
}

export async function exportDigits(
  manager: EntityManager,
  series: ChosenSeries,
  window: ExportWindow,
): Promise<ExportBatch<DigitsByColumn>> {
  const { interval, from, to } = window;
  const place = { series: series.id, from, to };
  if (interval === series.interval) {
    const [found] = await DIGITS_STORED(manager, { ...place, limit: AGGREGATED });
    return { found: found!.digits, next: found!.rows < AGGREGATED ? null : found!.last! + 1 };
  }
  const [found] = await DIGITS_RESAMPLED(manager, { ...place, ...lengthsOf(series, window, AGGREGATED) });
  return { found: found!.digits, next: found!.last === null ? null : openingAfter(found!.last, interval) };
}

/** Length of a bar, and the number of bars that one read returns. @param limit of that number */
function lengthsOf(series: ChosenSeries, { interval }: ExportWindow, limit: number): { step: string; bars: number } {
  const step = interval === 'ONE_MONTH' ? ONE_MONTH : `${INTERVAL_MS[interval] / 1_000} seconds`;
  const fromEach = INTERVAL_MS[interval] / INTERVAL_MS[series.interval];
  return { step, bars: Math.max(1, Math.min(limit, Math.floor(AGGREGATED / fromEach))) };
}

type BarRow = Omit<ExportedBar, 'time'> & { readonly time: Date };

const barsOf = (batch: string) => `SELECT * FROM (${batch}) batch ORDER BY time`;
const barOf = ({ time, ...values }: BarRow): ExportedBar => ({ ...values, time: time.getTime() });

const BARS_STORED = statement('export_bars', STORED, (given) => barsOf(storedSql(given)), barOf);
const BARS_RESAMPLED = statement('export_resampled', RESAMPLED, (given) => barsOf(resampledSql(given)), barOf);

interface DigitsRow extends Readonly<Record<`${DecimalColumn} ${keyof Digits}`, number>> {
  readonly rows: number;
  readonly last: Date | null;
}

function digitsSql(batch: string): string {
  const digits = DECIMAL_COLUMNS.flatMap((name) => [
    `coalesce(length(nullif(trunc(max(abs("${name}")))::text, '0')), 0) AS "${name} whole"`,
    `coalesce(max(min_scale("${name}")), 0) AS "${name} fraction"`,
  ]);
  return `SELECT count(*)::integer AS rows, max(time) AS last, ${digits.join(', ')} FROM (${batch}) batch`;
}

function digitsOf({ rows, last, ...row }: DigitsRow) {
  const byColumn = DECIMAL_COLUMNS.map((name): [DecimalColumn, Digits] => [
    name,
    { whole: row[`${name} whole`], fraction: row[`${name} fraction`] },
  ]);
  return { rows, last: last?.getTime() ?? null, digits: Object.fromEntries(byColumn) as DigitsByColumn };
}

const DIGITS_STORED = statement('digits_of_bars', STORED, (given) => digitsSql(storedSql(given)), digitsOf);
const DIGITS_RESAMPLED = statement('digits_of_resampled', RESAMPLED, (g) => digitsSql(resampledSql(g)), digitsOf);
