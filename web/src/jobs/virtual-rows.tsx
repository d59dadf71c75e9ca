import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useState, useSyncExternalStore, type RefObject } from 'react';
import type { Row } from './held-rows';
import { JobRow } from './job-row';
import styles from './jobs.module.css';

/** Row heights in pixels, for the layouts of jobs.module.css. */
const WIDE_ROW = 92;
const NARROW_ROW = 196;
const NARROW = '(max-width: 52rem)';

interface VirtualRowsProps {
  readonly ref: RefObject<HTMLUListElement | null>;
  readonly rows: readonly Row[];
  /** The number of rows, including those not yet loaded. */
  readonly places: number;
  /** Called with the last place that is rendered. */
  readonly onWant: (place: number) => void;
}

/** Renders only the visible ones of thousands of rows; the window scrolls. */
export function VirtualRows({ ref, rows, places, onWant }: VirtualRowsProps) {
  const height = useMedia(NARROW) ? NARROW_ROW : WIDE_ROW;
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop(ref.current?.offsetTop ?? 0), [ref]);
  const [focused, setFocused] = useState<string | null>(null);
  const virtual = useWindowVirtualizer({
    count: places,
    estimateSize: () => height,
    overscan: 6,
    scrollMargin: top,
    getItemKey: (place) => rows[place]?.id ?? place,
    rangeExtractor: (range) => withPlace(range, focused ? rows.findIndex(({ id }) => id === focused) : -1),
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  const seen = virtual.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => onWant(last), [last, onWant]);
  return (
    <ul ref={ref} className={styles.list} style={{ height: virtual.getTotalSize() }} tabIndex={-1} aria-label="Jobs">
      {seen.map(({ key, index, start }) => (
        <li
          key={key}
          className={styles.item}
          aria-setsize={places}
          aria-posinset={index + 1}
          style={{ height, transform: `translateY(${start - top}px)` }}
          onFocus={() => setFocused(rows[index]?.id ?? null)}
        >
          {rows[index] ? <JobRow {...rows[index]} /> : <div className={styles.ghost} aria-hidden="true" />}
        </li>
      ))}
    </ul>
  );
}

/** Keeps the row that has, or last had, the focus rendered while it is out of sight: else the focus is lost. */
function withPlace(range: Range, place: number): number[] {
  const inSight = defaultRangeExtractor(range);
  if (place < 0 || inSight.includes(place)) return inSight;
  return [...inSight, place].sort((a, b) => a - b);
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
