import { memo, useId } from 'react';
import { Link, useLocation } from 'wouter';
import { useJob, type Job } from '../api/job-cache';
import { JobControls } from '../control/job-controls';
import { count, duration, INTERVAL_NAMES, period, rate } from '../ui/format';
import { JobProgressBar, nameOf } from '../ui/job-progress-bar';
import { StateBadge } from '../ui/state-badge';
import type { Row } from './held-rows';
import styles from './jobs.module.css';

/** One job of the list, updated live. */
export const JobRow = memo(function JobRow({ id, hasLeft }: Pick<Row, 'id' | 'hasLeft'>) {
  const job = useJob(id);
  const [, navigate] = useLocation();
  const leaving = useId();
  if (!job) return null;
  return (
    <article className={`${styles.row} ${hasLeft ? styles.left : ''}`} aria-label={nameOf(job)}>
      <div className={styles.what}>
        <Link href={`/jobs/${id}`} className={styles.name}>
          {nameOf(job)}
        </Link>
        {hasLeft ? (
          <p id={leaving} className={styles.meta}>
            Does not fit the filter any more
          </p>
        ) : (
          <p className={styles.meta}>
            {job.source.name} · {INTERVAL_NAMES[job.interval]} · {period(job.from, job.to)}
          </p>
        )}
      </div>
      <div className={styles.progress}>
        <p className={styles.figures}>
          <StateBadge job={job} />
          <span>
            {count(job.progress.done)}/{count(job.progress.total)} symbols
          </span>
        </p>
        <JobProgressBar job={job} />
        <p className={styles.meta}>{figuresOf(job)}</p>
      </div>
      <div className={styles.controls}>
        <JobControls
          job={job}
          disabledBy={hasLeft ? leaving : undefined}
          onStarted={(started) => navigate(`/jobs/${started.id}`)}
        />
      </div>
    </article>
  );
});

function figuresOf({ state, barsAlreadyThere, progress }: Job): string {
  const { rows, symbolsPerSecond, etaSeconds } = progress;
  const isMoving = state === 'RUNNING';
  return [
    `${count(rows)} rows`,
    barsAlreadyThere > 0 && `${count(barsAlreadyThere)} there already`,
    isMoving && rate(symbolsPerSecond),
    isMoving && typeof etaSeconds === 'number' && `${duration(etaSeconds)} left`,
  ]
    .filter(Boolean)
    .join(' · ');
}
