import { useEffect, useRef } from 'react';
import type { Job } from '../api/job-cache';
import { useViewer } from '../api/viewer';
import { JobControls } from '../control/job-controls';
import { count, duration, INTERVAL_NAMES, MODE_NAMES, period, rate, share } from '../ui/format';
import { JobProgressBar, nameOf } from '../ui/job-progress-bar';
import { failureWords, lackWords, stateWords } from '../ui/job-status';
import { useNotices } from '../ui/notices';
import { StateBadge } from '../ui/state-badge';
import uiStyles from '../ui/ui.module.css';
import styles from './job-widget.module.css';

interface JobWidgetProps {
  readonly job: Job;
  readonly asksWhy?: boolean;
  readonly headingLevel?: 1 | 2;
  /** Called with the job that "Retry failed" has started. */
  readonly onStarted?: (job: Job) => void;
}

/** The progress widget: a summary of one job and its buttons. */
export function JobWidget({ job, asksWhy = false, headingLevel = 2, onStarted }: JobWidgetProps) {
  const Heading = `h${headingLevel}` as const;
  useAnnouncedState(job);
  return (
    <section className={uiStyles.card} aria-label={`Job ${nameOf(job)}`}>
      <div className={styles.head}>
        <div className={styles.title}>
          <Heading>{nameOf(job)}</Heading>
          <p className={uiStyles.hint}>
            {job.source.name} · {INTERVAL_NAMES[job.interval]} · {period(job.from, job.to)} ·{' '}
            {MODE_NAMES[job.mode].toLowerCase()} · {job.concurrency} at once
          </p>
        </div>
        <JobControls job={job} asksWhy={asksWhy} onStarted={onStarted} />
      </div>
      <div className={styles.state}>
        <StateBadge job={job} />
        {job.reason && <span className={styles.reason}>“{job.reason}”</span>}
        <strong className={styles.share}>{shareOf(job)}</strong>
      </div>
      <JobProgressBar job={job} isLarge />
      <MayOnlyLook job={job} />
      <Figures job={job} />
      {job.barsAlreadyThere > 0 && (
        <p className={uiStyles.hint}>{count(job.barsAlreadyThere)} bars were there already and were not asked for.</p>
      )}
    </section>
  );
}

/** Explains to a viewer without permission why there are no buttons. */
function MayOnlyLook({ job }: { readonly job: Job }) {
  const viewer = useViewer();
  if (viewer?.role !== 'VIEWER' || job.allowedActions.length === 0) return null;
  return <p className={uiStyles.hint}>You may only look: to command this job you need the role operator.</p>;
}

function Figures({ job: { state, symbolsWithGaps, progress } }: { readonly job: Job }) {
  const figures: [string, string][] = [
    ['Symbols', `${count(progress.done)} / ${count(progress.total)}`],
    ['Rows', count(progress.rows)],
    ['Failed', count(progress.failed)],
    ['With gaps', count(symbolsWithGaps)],
    ['Empty', count(progress.empty)],
    ['Rate', state === 'RUNNING' ? rate(progress.symbolsPerSecond) : '–'],
    ['Time left', typeof progress.etaSeconds === 'number' && isOpen(state) ? duration(progress.etaSeconds) : '–'],
    ['Time running', duration(progress.activeSeconds)],
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** "100%" alone would suggest that every symbol succeeded. */
function shareOf({ progress: { done, failed, total } }: Job): string {
  const words = share(done, total);
  return failed ? `${words} done, ${share(failed, total)} failed` : words;
}

function isOpen(state: Job['state']): boolean {
  return state === 'RUNNING' || state === 'PAUSED';
}

/** Announces transitions to screen readers. Progress is not announced: it would never stop. */
function useAnnouncedState(job: Job): void {
  const notices = useNotices();
  const known = useRef<string>(undefined);
  // The number of failures counts as progress until the job ends.
  const failures = job.completedAt ? failureWords(job) : null;
  const words = [`${nameOf(job)}: ${stateWords(job)}`, failures, lackWords(job)].filter(Boolean).join(', ');
  useEffect(() => {
    if (known.current !== undefined && known.current !== words) notices.announce(words);
    known.current = words;
  }, [notices, words]);
}
