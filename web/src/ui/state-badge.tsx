import type { JobState } from '../generated/graphql';
import { failureWords, stateWords, type JobOutcome } from './job-status';
import styles from './ui.module.css';

/** Returns the class that sets `--tone` to the colour of a state. */
export function toneOf(state: JobState): string {
  return styles[state.toLowerCase()] ?? '';
}

/** A job's state and its number of failed symbols in words, colour and shape. */
export function StateBadge({ job }: { readonly job: JobOutcome }) {
  const failures = failureWords(job);
  const isFlawed = job.state === 'COMPLETED' && failures !== null;
  return (
    <span className={`${styles.badge} ${isFlawed ? styles.flawed : toneOf(job.state)}`} data-state={job.state}>
      {failures ? <Warning /> : <span className={styles.dot} aria-hidden="true" />}
      <span>
        {stateWords(job)}
        {failures && <span className={styles.failures}>, {failures}</span>}
      </span>
    </span>
  );
}

function Warning() {
  return (
    <svg className={styles.warning} viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 1.2 15.4 14.4H.6ZM7.1 6v4.2h1.8V6Zm0 5.4v1.7h1.8v-1.7Z" fillRule="evenodd" />
    </svg>
  );
}
