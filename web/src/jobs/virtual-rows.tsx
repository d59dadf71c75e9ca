import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Entry } from './job-list';
import { JobRow } from './job-row';
import styles from './jobs.module.css';

/** Heights of a row in pixels, as jobs.module.css has them. */
const WIDE_ROW = 92;
const NARROW_ROW = 176;
const NARROW = '(max-width: 52rem)';

interface VirtualRowsProps {
  readonly entries: readonly Entry[];
  readonly total: number;
  /** Called with the last place that is about to be seen. */
  readonly onWant: (index: number) => void;
}

/** Thousands of rows, of which only those in sight are there; the window scrolls. */
export function VirtualRows({ entries, total, onWant }: VirtualRowsProps) {
  const height = useMedia(NARROW) ? NARROW_ROW : WIDE_ROW;
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({
    count: total,
    estimateSize: () => height,
    overscan: 6,
    scrollMargin: top,
    getItemKey: (index) => entries[index]?.id ?? index,
  });
  useEffect(() => rows.measure(), [rows, height]);
  const seen = rows.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => onWant(last), [last, onWant]);
  return (
    <ul ref={list} className={styles.list} style={{ height: rows.getTotalSize() }}>
      {seen.map(({ key, index, start }) => (
        <li
          key={key}
          className={styles.item}
          aria-setsize={total}
          aria-posinset={index + 1}
          style={{ height, transform: `translateY(${start - top}px)` }}
        >
          {entries[index] ? <JobRow id={entries[index].id} /> : <div className={styles.ghost} aria-hidden="true" />}
        </li>
      ))}
    </ul>
  );
}

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = window.matchMedia(query);
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => window.matchMedia(query).matches,
  );
}
