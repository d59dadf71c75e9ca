import { ProgressBar } from 'react-aria-components/ProgressBar';
import type { Job } from '../api/job-cache';
import { count, share } from './format';
import { barParts } from './job-status';
import { toneOf } from './state-badge';
import styles from './ui.module.css';

/** How much of a job is done, in the colour of its state; what failed is a part of its own, striped. */
export function JobProgressBar({ job, isLarge = false }: { readonly job: Job; readonly isLarge?: boolean }) {
  const { done, failed, total } = job.progress;
  const words = `${share(done, total)}, ${count(done)} of ${count(total)} symbols`;
  return (
    <ProgressBar
      aria-label={`Progress of ${nameOf(job)}`}
      className={`${styles.bar} ${isLarge ? styles.large : ''} ${toneOf(job.state)}`}
      value={done}
      maxValue={total}
      valueLabel={failed ? `${words}, ${count(failed)} of them failed` : words}
    >
      <Track parts={barParts(job.progress)} />
    </ProgressBar>
  );
}

/** Scaled and clipped rather than resized: no layout for each of many updates. */
function Track({ parts: { good, failed } }: { readonly parts: ReturnType<typeof barParts> }) {
  return (
    <div className={styles.track}>
      <div className={styles.fill} style={{ transform: `scaleX(${good})` }} />
      {failed && (
        <div
          className={styles.failedPart}
          data-part="failed"
          style={{ clipPath: `inset(0 ${(1 - failed[1]) * 100}% 0 ${failed[0] * 100}%)` }}
        />
      )}
    </div>
  );
}

/** What a job is called: by its starter, or after its source and beginning. */
export function nameOf({ name, source, id }: Pick<Job, 'name' | 'source' | 'id'>): string {
  return name ?? `${source.name} ${id.slice(0, 8)}`;
}
