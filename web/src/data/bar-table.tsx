import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import { count, utc } from '../ui/format';
import type { Bar } from './bar-series';
import styles from './data.module.css';
import { nameOfGap, type Gap } from './gaps';

const ROW = 30;
const COLUMNS = ['Time (UTC)', 'Open', 'High', 'Low', 'Close', 'Volume'];

interface BarTableProps {
  readonly bars: readonly Bar[];
  readonly gaps: readonly Gap[];
  /** Called when the oldest bar becomes visible. */
  readonly onOlder: () => void;
}

/** The exact bars, newest first, and the gaps between them; only visible rows are rendered. */
export function BarTable({ bars, gaps, onOlder }: BarTableProps) {
  const lines = useMemo(() => linesOf(bars, gaps), [bars, gaps]);
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- concerns the React compiler, which is not used here
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const seen = rows.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= lines.length - 1) onOlder();
  }, [last, lines.length, onOlder]);
  return (
    <div
      ref={box}
      className={styles.table}
      role="table"
      aria-label="Bars"
      aria-rowcount={lines.length + 1}
      tabIndex={0}
    >
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
          <Row key={index} line={lines[index]!} index={index} top={start} />
        ))}
      </div>
    </div>
  );
}

type Line = { readonly bar: Bar } | { readonly gap: Gap };

/** Newest first. */
function linesOf(bars: readonly Bar[], gaps: readonly Gap[]): readonly Line[] {
  const lines: Line[] = [];
  let next = 0;
  bars.forEach((bar, index) => {
    lines.push({ bar });
    if (gaps[next]?.after === index) lines.push({ gap: gaps[next++]! });
  });
  return lines.reverse();
}

function Row({ line, index, top }: { readonly line: Line; readonly index: number; readonly top: number }) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={styles.row}
      style={{ transform: `translateY(${top}px)`, height: ROW, position: 'absolute' }}
    >
      {'bar' in line ? <Cells {...line.bar} /> : <GapCell gap={line.gap} />}
    </div>
  );
}

function Cells({ time, open, high, low, close, volume }: Bar) {
  return [utc(time), open, high, low, close, volume].map((text, column) => (
    <span key={COLUMNS[column]} role="cell">
      {text}
    </span>
  ));
}

function GapCell({ gap }: { readonly gap: Gap }) {
  return (
    <span role="cell" aria-colspan={COLUMNS.length} className={styles.gap}>
      {nameOfGap(gap)}: {count(gap.missing)} missing
    </span>
  );
}
