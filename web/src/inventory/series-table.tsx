import { Button as AriaButton } from 'react-aria-components/Button';
import { Link } from 'wouter';
import { count, INTERVAL_NAMES, utc } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import { percentOf } from './coverage';
import { CoverageStrip } from './coverage-strip';
import styles from './inventory.module.css';
import { collectAddress, type Selected } from './selection';
import type { Series } from './series-list';
import type { Column, Order } from './series-order';

const COLUMNS: readonly (readonly [Column, string])[] = [
  ['symbol', 'Symbol'],
  ['source', 'Source'],
  ['interval', 'Interval'],
  ['first', 'First bar (UTC)'],
  ['last', 'Last bar (UTC)'],
  ['bars', 'Bars'],
  ['covered', 'Covered'],
];

interface SeriesTableProps {
  readonly rows: readonly Series[];
  readonly order: Order | null;
  readonly onOrder: (column: Column) => void;
  readonly selected: Selected;
  /** Null if the viewer may not collect. */
  readonly onSelect: ((selected: Selected) => void) | null;
}

/** The series as a table. */
export function SeriesTable({ rows, order, onOrder, selected, onSelect }: SeriesTableProps) {
  const select = (changed: readonly Series[], isSelected: boolean) => {
    const next = new Map(selected);
    for (const series of changed) {
      if (isSelected) next.set(series.id, series);
      else next.delete(series.id);
    }
    onSelect?.(next);
  };
  return (
    // Scrolls where it is wider than the screen, by keyboard too.
    <div className={styles.box} role="region" aria-label="Series" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {onSelect && (
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label="Select all that are loaded"
                  checked={rows.every(({ id }) => selected.has(id))}
                  onChange={({ target }) => select(rows, target.checked)}
                />
              </th>
            )}
            {COLUMNS.map(([column, name]) => (
              <Header key={column} column={column} name={name} order={order} onOrder={onOrder} />
            ))}
            <th scope="col">Coverage</th>
            {onSelect && <th scope="col">Missing</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((series) => (
            <Row
              key={series.id}
              series={series}
              isSelected={selected.has(series.id)}
              onSelect={onSelect && ((isSelected) => select([series], isSelected))}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeaderProps extends Pick<SeriesTableProps, 'order' | 'onOrder'> {
  readonly column: Column;
  readonly name: string;
}

function Header({ column, name, order, onOrder }: HeaderProps) {
  const direction = order?.column !== column ? undefined : order.isDescending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={direction}>
      <AriaButton className={styles.sorter} onPress={() => onOrder(column)}>
        {name}
        <span aria-hidden="true">{direction ? ARROWS[direction] : ''}</span>
      </AriaButton>
    </th>
  );
}

const ARROWS = { ascending: '▲', descending: '▼' } as const;

interface RowProps {
  readonly series: Series;
  readonly isSelected: boolean;
  readonly onSelect: ((isSelected: boolean) => void) | null;
}

function Row({ series, isSelected, onSelect }: RowProps) {
  const { source, symbol, interval, bars, first, last } = series;
  const words = `${symbol}, ${source}, ${INTERVAL_NAMES[interval]}`;
  return (
    <tr>
      {onSelect && (
        <td>
          <input
            type="checkbox"
            aria-label={`Select ${words}`}
            checked={isSelected}
            onChange={({ target }) => onSelect(target.checked)}
          />
        </td>
      )}
      <th scope="row">
        <Link href={`/data?${new URLSearchParams({ source, symbol, interval })}`}>{symbol}</Link>
      </th>
      <td>{source}</td>
      <td>{INTERVAL_NAMES[interval]}</td>
      <td>{first ? utc(first) : '–'}</td>
      <td>{last ? utc(last) : '–'}</td>
      <td className={styles.number}>{count(bars)}</td>
      <td className={styles.number}>{percentOf(series)}</td>
      <td>
        <CoverageStrip series={series} />
      </td>
      {onSelect && (
        <td>
          <Link href={collectAddress([series])} className={uiStyles.button}>
            Collect what is missing<span className={uiStyles.hidden}> of {words}</span>
          </Link>
        </td>
      )}
    </tr>
  );
}
