import { lazy, Suspense, useState } from 'react';
import { useApi } from '../api/client';
import type { Job } from '../api/job-cache';
import type { JobAction } from '../generated/graphql';
import { Button } from '../ui/button';
import { nameOf } from '../ui/job-progress-bar';
import { announce } from '../ui/live-region';
import { warn } from '../ui/toasts';
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
  const [asking, setAsking] = useState<JobAction | null>(null);
  const run = async (action: JobAction, reason: string | null) => {
    setAsking(null);
    const outcome = await command(api, action, job, reason);
    if ('refusal' in outcome) return warn(outcome.refusal);
    announce(`${nameOf(job)} ${DONE[action]}`);
    if (action === 'RETRY_FAILED') onStarted?.(outcome.job);
  };
  const asks = (action: JobAction) => action === 'CANCEL' || (asksWhy && action === 'PAUSE');
  return (
    <>
      {job.allowedActions.map((action) => (
        <Button
          key={action}
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
    </>
  );
}
