import { ProgressBar } from 'react-aria-components/ProgressBar';
import type { Job } from '../api/job-cache';
import { count, share } from './format';
import { barParts, lackWords, lookOf } from './job-status';
import { toneOf } from './state-badge';
import styles from './ui.module.css';

/** The progress of a job in the colour of its state or verdict; failed symbols are a separate, striped part. */
export function JobProgressBar({ job, isLarge = false }: { readonly job: Job; readonly isLarge?: boolean }) {
  const { done, failed, total } = job.progress;
  const words = [
    `${share(done, total)}, ${count(done)} of ${count(total)} symbols`,
    failed > 0 && `${count(failed)} of them failed`,
    lackWords(job),
  ];
  return (
    <ProgressBar
      aria-label={`Progress of ${nameOf(job)}`}
      className={`${styles.bar} ${isLarge ? styles.large : ''} ${toneOf(lookOf(job))}`}
      value={done}
      maxValue={total}
      valueLabel={words.filter(Boolean).join(', ')}
    >
      <Track parts={barParts(job.progress)} />
    </ProgressBar>
  );
}

/** Scales and clips instead of resizing: frequent updates cause no layout. */
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

/** The name of a job: the given one, or its source and the end of its id. */
export function nameOf({ name, source, id }: Pick<Job, 'name' | 'source' | 'id'>): string {
  return name ?? `${source.name} ${id.slice(-8)}`;
}
