import { gapsOf, wordsFor } from './coverage';
import styles from './inventory.module.css';
import type { Series } from './series-list';

const WIDTH = 1_000;

/** The covered times of a series between the first and the last one, as a bar with its gaps. */
export function CoverageStrip({ series }: { readonly series: Series }) {
  const words = wordsFor(series);
  return (
    <svg
      className={styles.strip}
      viewBox={`0 0 ${WIDTH} 10`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${series.symbol}: ${words}`}
    >
      <title>{words}</title>
      {series.covered.length > 0 && <rect className={styles.covered} width={WIDTH} height="10" />}
      {gapsOf(series).map(({ from, to }) => (
        <rect
          key={from}
          className={styles.gap}
          data-part="gap"
          x={from * WIDTH}
          width={(to - from) * WIDTH}
          height="10"
        />
      ))}
    </svg>
  );
}
