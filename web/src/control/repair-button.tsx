import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useApi } from '../api/client';
import { useMayCommand } from '../api/viewer';
import { Button } from '../ui/button';
import { nameOf } from '../ui/job-progress-bar';
import { useNotices } from '../ui/notices';
import { repair, type Repaired } from './repair';

interface RepairButtonProps {
  /** Whose gaps. */
  readonly repaired: Repaired;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}

/** Repairs gaps and leads to the job that does; a refusal is shown as a notice. Not offered to a viewer. */
export function RepairButton({ repaired, isDisabled = false, children }: RepairButtonProps) {
  const api = useApi();
  const notices = useNotices();
  const [, navigate] = useLocation();
  const [isSending, setSending] = useState(false);
  const press = async () => {
    setSending(true);
    const outcome = await repair(api, repaired);
    setSending(false);
    if ('refusal' in outcome) return notices.warn(outcome.refusal);
    notices.announce(`${nameOf(outcome.job)} started to repair gaps`);
    navigate(`/jobs/${outcome.job.id}`);
  };
  if (useMayCommand() !== true) return null;
  return (
    <Button isPending={isSending} isDisabled={isDisabled} onPress={() => void press()}>
      {children}
    </Button>
  );
}
