import { lazy, Suspense, useRef, useState } from 'react';
import { useApi } from '../api/client';
import type { Job } from '../api/job-cache';
import type { JobAction } from '../generated/graphql';
import { Button } from '../ui/button';
import { nameOf } from '../ui/job-progress-bar';
import { useNotices } from '../ui/notices';
import styles from '../ui/ui.module.css';
import { command } from './commands';

// Loaded when somebody is asked.
const ReasonDialog = lazy(() => import('./reason-dialog'));

const LABELS: Readonly<Record<JobAction, string>> = {
  PAUSE: 'Pause',
  RESUME: 'Resume',
  CANCEL: 'Cancel',
  RETRY_FAILED: 'Retry failed',
};
const DONE: Readonly<Record<JobAction, string>> = {
  PAUSE: 'paused',
  RESUME: 'resumed',
  CANCEL: 'cancelled',
  RETRY_FAILED: 'started again for what had failed',
};

interface JobControlsProps {
  readonly job: Job;
  /** Asks for a reason before a pause, too. */
  readonly asksWhy?: boolean;
  /** Called with the job that a command has started. */
  readonly onStarted?: (job: Job) => void;
}

/** The buttons that a job's `allowedActions` call for. */
export function JobControls({ job, asksWhy = false, onStarted }: JobControlsProps) {
  const api = useApi();
  const notices = useNotices();
  const [asking, setAsking] = useState<JobAction | null>(null);
  const group = useRef<HTMLDivElement>(null);
  const run = async (action: JobAction, reason: string | null) => {
    setAsking(null);
    const outcome = await command(api, action, job, reason);
    keepFocus(group.current);
    if ('refusal' in outcome) return notices.warn(outcome.refusal);
    notices.announce(`${nameOf(job)} ${DONE[action]}`);
    if (action === 'RETRY_FAILED') onStarted?.(outcome.job);
  };
  const asks = (action: JobAction) => action === 'CANCEL' || (asksWhy && action === 'PAUSE');
  return (
    <div ref={group} role="group" aria-label={`Actions of ${nameOf(job)}`} tabIndex={-1} className={styles.group}>
      {job.allowedActions.map((action) => (
        <Button
          // Pause and Resume are one button, so that it keeps the focus.
          key={action === 'RESUME' ? 'PAUSE' : action}
          look={action === 'RESUME' ? 'primary' : 'plain'}
          aria-label={`${LABELS[action]} ${nameOf(job)}`}
          onPress={() => (asks(action) ? setAsking(action) : void run(action, null))}
        >
          {LABELS[action]}
          {asks(action) && '…'}
        </Button>
      ))}
      {asking && (
        <Suspense>
          <ReasonDialog
            action={asking === 'CANCEL' ? 'CANCEL' : 'PAUSE'}
            job={job}
            onAnswer={(reason) => void run(asking, reason)}
            onDismiss={() => setAsking(null)}
          />
        </Suspense>
      )}
    </div>
  );
}

/** Somebody at a keyboard must not be thrown back to the top because the button that they pressed is gone. */
function keepFocus(group: HTMLElement | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) group?.focus();
  });
}
