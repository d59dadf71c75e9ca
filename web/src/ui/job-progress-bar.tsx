import { ProgressBar } from 'react-aria-components/ProgressBar';
import type { Job } from '../api/job-cache';
import { count, share } from './format';
import { toneOf } from './state-badge';
import styles from './ui.module.css';

/** How much of a job is done, in the colour of its state. */
export function JobProgressBar({ job, isLarge = false }: { readonly job: Job; readonly isLarge?: boolean }) {
  const { done, total, fraction } = job.progress;
  return (
    <ProgressBar
      aria-label={`Progress of ${nameOf(job)}`}
      className={`${styles.bar} ${isLarge ? styles.large : ''} ${toneOf(job.state)}`}
      value={done}
      maxValue={total}
      valueLabel={`${share(fraction)}, ${count(done)} of ${count(total)} symbols`}
    >
      <div className={styles.track}>
        {/* Scaled rather than resized: no layout for each of many updates. */}
        <div className={styles.fill} style={{ transform: `scaleX(${fraction})` }} />
      </div>
    </ProgressBar>
  );
}

/** What a job is called: by its starter, or after its source and beginning. */
export function nameOf({ name, source, id }: Pick<Job, 'name' | 'source' | 'id'>): string {
  return name ?? `${source.name} ${id.slice(0, 8)}`;
}
