import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { utc } from '../ui/format';
import type { Bar } from './bar-series';
import styles from './data.module.css';

const ROW = 30;
const COLUMNS = ['Time (UTC)', 'Open', 'High', 'Low', 'Close', 'Volume'];

interface BarTableProps {
  readonly bars: readonly Bar[];
  /** Called when the oldest of them comes in sight. */
  readonly onOlder: () => void;
}

/** The bars digit for digit, newest first; only the rows in sight are there. */
export function BarTable({ bars, onOlder }: BarTableProps) {
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler that this is about is not used here
  const rows = useVirtualizer({
    count: bars.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const seen = rows.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= bars.length - 1) onOlder();
  }, [last, bars.length, onOlder]);
  return (
    <div ref={box} className={styles.table} role="table" aria-label="Bars" aria-rowcount={bars.length + 1} tabIndex={0}>
      <div role="rowgroup" className={styles.header}>
        <div role="row" className={styles.row} aria-rowindex={1}>
          {COLUMNS.map((name) => (
            <span key={name} role="columnheader">
              {name}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: rows.getTotalSize() }}>
        {seen.map(({ index, start }) => (
          <Row key={index} bar={bars[bars.length - 1 - index]!} index={index} top={start} />
        ))}
      </div>
    </div>
  );
}

function Row({ bar, index, top }: { readonly bar: Bar; readonly index: number; readonly top: number }) {
  const { time, open, high, low, close, volume } = bar;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={styles.row}
      style={{ transform: `translateY(${top}px)`, height: ROW, position: 'absolute' }}
    >
      {[utc(time), open, high, low, close, volume].map((text, column) => (
        <span key={COLUMNS[column]} role="cell">
          {text}
        </span>
      ))}
    </div>
  );
}
