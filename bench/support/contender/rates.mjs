import { table } from '../../record/table.mjs';
import { labelOf } from './peers.mjs';
import { digits, groupBy, median, whole } from '../report.mjs';

/** Medians of the rounds of one contender: per second, and what one unit costs. @param units units of an item */
export function mediansOf(measurements, units = 1) {
  const sound = measurements.filter(({ figures }) => figures);
  if (sound.length === 0) return null;
  const each = (valueOf) => median(sound.map(({ figures }) => valueOf(figures, figures.items * units)));
  return {
    perSecond: each(({ seconds }, count) => count / seconds),
    nodeMicros: each(({ cpuSeconds }, count) => (cpuSeconds * 1e6) / count),
    postgresMicros: each(({ postgresCpuSeconds }, count) => (postgresCpuSeconds * 1e6) / count),
    walBytes: each(({ walBytes }, count) => walBytes / count),
  };
}

/**
 * The median over the rounds of what one contender has, as a multiple of another's in the same round.
 * @param valueOf of the figures of a measurement. @returns NaN if they have no round in common
 */
export function pairedRatio(measurements, contender, other, valueOf) {
  const valuesOf = (name) =>
    new Map(
      measurements
        .filter((entry) => entry.contender === name && entry.figures)
        .map(({ round, figures }) => [round, valueOf(figures)]),
    );
  const [own, theirs] = [valuesOf(contender), valuesOf(other)];
  return median([...own].filter(([round]) => theirs.has(round)).map(([round, value]) => value / theirs.get(round)));
}

/**
 * A row for each contender, a column for each variant: units per second, and in brackets the CPU microseconds of Node
 * and of PostgreSQL for one.
 * @param columns `{ title, holds: (params) => boolean, units }`
 */
export function rateTable({ id, title, columns, notes }, measurements) {
  const shown = measurements.filter(({ params }) => columns.some(({ holds }) => holds(params)));
  const rows = [...groupBy(shown, labelOf)].map(([label, own]) => {
    const cells = columns.map(({ holds, units }) =>
      mediansOf(
        own.filter(({ params }) => holds(params)),
        units,
      ),
    );
    return { label, cells };
  });
  const best = ({ cells }) => Math.max(...cells.map((cell) => cell?.perSecond ?? 0));
  const order = ({ label }) => (label.startsWith('**') ? 0 : label.startsWith('_') ? 2 : 1);
  rows.sort((a, b) => order(a) - order(b) || best(b) - best(a));
  const header = ['', ...columns.map((column) => column.title)];
  const text = (cell) =>
    cell ? `${whole(cell.perSecond)} (${digits(1)(cell.nodeMicros)} + ${digits(1)(cell.postgresMicros)})` : '–';
  const failures = [
    ...groupBy(
      shown.filter(({ error }) => error),
      labelOf,
    ),
  ].map(([label, [{ error }]]) => `${label}: ${error}`);
  return table(id, title, header, rows.map(({ label, cells }) => [label, ...cells.map(text)]), [...notes, ...failures]); // prettier-ignore
}
