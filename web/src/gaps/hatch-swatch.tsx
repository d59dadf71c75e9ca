import { useId } from 'react';
import type { GapReason } from '../generated/graphql';
import styles from './gaps.module.css';
import { HATCHES, TILE } from './reasons';

/** How the chart draws the gaps of a reason; the reason stands beside it in words. */
export function HatchSwatch({ reason }: { readonly reason: GapReason }) {
  const id = useId();
  const { lines, token } = HATCHES[reason];
  return (
    <svg className={styles.swatch} width={3 * TILE} height={2 * TILE} aria-hidden="true">
      <pattern id={id} width={TILE} height={TILE} patternUnits="userSpaceOnUse">
        <path d={lines} strokeWidth="1.5" style={{ stroke: `var(${token})` }} />
      </pattern>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}
