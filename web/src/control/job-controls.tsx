import { lazy, useEffect, useRef, useState } from 'react';
import { useApi } from '../api/client';
import type { Job } from '../api/job-cache';
import { useMayCommand } from '../api/viewer';
import type { JobAction } from '../generated/graphql';
import { Button } from '../ui/button';
import { Guarded } from '../ui/guarded';
import { nameOf } from '../ui/job-progress-bar';
import { useNotices } from '../ui/notices';
import styles from '../ui/ui.module.css';
import { command } from './commands';
import { useOpenQuestion } from './open-question';

const loadDialog = () => import('./reason-dialog');
const ReasonDialog = lazy(loadDialog);

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

const DOUBLE_CLICK_MS = 400;

interface JobControlsProps {
  readonly job: Job;
  /** Also asks for a reason before a pause. */
  readonly asksWhy?: boolean;
  /** The id of the text that says why the buttons are disabled. Disabled buttons keep their places and the focus. */
  readonly disabledBy?: string;
  /** Called with the job that "Retry failed" has started. */
  readonly onStarted?: (job: Job) => void;
}

/** A button for each of the job's `allowedActions`. */
export function JobControls({ job, asksWhy = false, disabledBy, onStarted }: JobControlsProps) {
  const api = useApi();
  const notices = useNotices();
  const [asking, setAsking] = useState<JobAction | null>(null);
  useOpenQuestion(asking !== null);
  const mayCommand = useMayCommand();
  const group = useRef<HTMLDivElement>(null);
  const lastPress = useRef<Press>({ action: 'CANCEL', at: -Infinity });
  // Loaded after the first view but before it is needed: the service may be unreachable by then.
  useEffect(() => void loadDialog().catch(() => undefined), []);
  const run = async (action: JobAction, reason: string | null) => {
    setAsking(null);
    const outcome = await command(api, action, job, reason);
    keepFocus(group.current);
    if ('refusal' in outcome) return notices.warn(outcome.refusal);
    notices.announce(`${nameOf(job)} ${DONE[action]}`);
    if (action === 'RETRY_FAILED') onStarted?.(outcome.job);
  };
  const asks = (action: JobAction) => action === 'CANCEL' || (asksWhy && action === 'PAUSE');
  const press = (action: JobAction) => {
    if (disabledBy || isSecondHalf(lastPress, action)) return;
    if (asks(action)) setAsking(action);
    else void run(action, null);
  };
  // No buttons without permission, nor before it is known.
  if (!mayCommand) return null;
  return (
    <div ref={group} role="group" aria-label={`Actions of ${nameOf(job)}`} tabIndex={-1} className={styles.group}>
      {job.allowedActions.map((action) => (
        <Button
          key={buttonOf(action)}
          look={action === 'RESUME' ? 'primary' : 'plain'}
          aria-label={`${LABELS[action]} ${nameOf(job)}`}
          aria-disabled={disabledBy ? true : undefined}
          aria-describedby={disabledBy}
          onPress={() => press(action)}
        >
          {LABELS[action]}
          {asks(action) && '…'}
        </Button>
      ))}
      {asking && (
        <Guarded what="the question">
          <ReasonDialog
            action={asking === 'CANCEL' ? 'CANCEL' : 'PAUSE'}
            job={job}
            onAnswer={(reason) => void run(asking, reason)}
            onDismiss={() => setAsking(null)}
          />
        </Guarded>
      )}
    </div>
  );
}

interface Press {
  readonly action: JobAction;
  /** In milliseconds, by performance.now(). */
  readonly at: number;
}

/**
 * The second press of a double click would repeat the command, or hit what the button has become (Resume in place of
 * Pause). CANCEL is exempt: it only opens a dialog.
 */
function isSecondHalf(lastPress: { current: Press }, action: JobAction): boolean {
  const { action: last, at } = lastPress.current;
  const now = performance.now();
  if (action !== 'CANCEL' && buttonOf(action) === buttonOf(last) && now - at < DOUBLE_CLICK_MS) return true;
  lastPress.current = { action, at: now };
  return false;
}

/** Pause and Resume share one button, so that it keeps the focus. */
function buttonOf(action: JobAction): JobAction {
  return action === 'RESUME' ? 'PAUSE' : action;
}

/** Keeps a keyboard user's position in the page when the pressed button disappears. */
function keepFocus(group: HTMLElement | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) group?.focus();
  });
}
