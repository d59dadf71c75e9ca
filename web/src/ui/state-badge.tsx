import type { ReactNode } from 'react';
import { failureWords, lackWords, lookOf, stateWords, type JobOutcome, type Look } from './job-status';
import styles from './ui.module.css';

/** Returns the class that sets `--tone` to the colour of a look. */
export function toneOf(look: Look): string {
  return styles[look] ?? '';
}

/** A job's state and its outcome in words, colour and shape. */
export function StateBadge({ job }: { readonly job: JobOutcome }) {
  const [failures, lack] = [failureWords(job), lackWords(job)];
  const look = lookOf(job);
  return (
    <span className={`${styles.badge} ${toneOf(look)}`} data-state={job.state} data-verdict={job.verdict ?? undefined}>
      {failures ? <Warning /> : (MARKS[look] ?? <span className={styles.dot} aria-hidden="true" />)}
      <span>
        {stateWords(job)}
        {failures && <span className={styles.failures}>, {failures}</span>}
        {lack && `, ${lack}`}
      </span>
    </span>
  );
}

const MARKS: Partial<Record<Look, ReactNode>> = {
  gappy: <Mark path="M0 3.5h6v9H0ZM10 3.5h6v9h-6Z" />,
  nothing: <Mark path="M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Zm0 2a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z" />,
};

function Mark({ path }: { readonly path: string }) {
  return (
    <svg className={styles.mark} viewBox="0 0 16 16" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

function Warning() {
  return (
    <svg className={styles.warning} viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 1.2 15.4 14.4H.6ZM7.1 6v4.2h1.8V6Zm0 5.4v1.7h1.8v-1.7Z" fillRule="evenodd" />
    </svg>
  );
}
