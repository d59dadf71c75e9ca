import type { JobState } from '../generated/graphql';
import { STATE_NAMES } from './format';
import styles from './ui.module.css';

/** The class that gives what is inside it the colour of a state, as `--tone`. */
export function toneOf(state: JobState): string {
  return styles[state.toLowerCase()] ?? '';
}

/** A state in its colour and in words; `draining` while a paused job has symbols in flight. */
export function StateBadge({ state, settled }: { readonly state: JobState; readonly settled: boolean }) {
  const isDraining = state === 'PAUSED' && !settled;
  return (
    <span className={`${styles.badge} ${toneOf(state)}`} data-state={state}>
      {STATE_NAMES[state]}
      {isDraining && ', draining'}
    </span>
  );
}
