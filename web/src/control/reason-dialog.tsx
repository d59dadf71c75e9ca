import { useState, type FormEvent } from 'react';
import { Dialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import type { Job } from '../api/job-cache';
import { Button } from '../ui/button';
import { nameOf } from '../ui/job-progress-bar';
import styles from '../ui/ui.module.css';

/** Upper bound of the service, in characters. */
const MAX_REASON = 1_000;

const WORDS = {
  PAUSE: {
    title: 'Pause',
    text: 'No further symbol starts. What is in flight finishes, and resuming goes on from the exact point.',
    yes: 'Pause',
    no: 'Keep it running',
  },
  CANCEL: {
    title: 'Cancel',
    text: 'A cancelled job cannot be resumed. Requests in flight are aborted; bars that were stored before stay.',
    yes: 'Cancel the job',
    no: 'Keep the job',
  },
} as const;

interface ReasonDialogProps {
  readonly action: 'PAUSE' | 'CANCEL';
  readonly job: Job;
  readonly onAnswer: (reason: string) => void;
  readonly onDismiss: () => void;
}

/** Asks for confirmation and a reason; the service keeps the reason in the job's history. */
export default function ReasonDialog({ action, job, onAnswer, onDismiss }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const { title, text, yes, no } = WORDS[action];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAnswer(reason.trim());
  };
  return (
    <ModalOverlay className={`sluice ${styles.overlay}`} isOpen onOpenChange={(isOpen) => isOpen || onDismiss()}>
      <Modal className={styles.modal}>
        <Dialog role="alertdialog">
          <Heading slot="title">
            {title} {nameOf(job)}?
          </Heading>
          <p>{text}</p>
          <form onSubmit={submit}>
            <TextField className={styles.field} value={reason} onChange={setReason} maxLength={MAX_REASON} autoFocus>
              <Label>Reason (optional)</Label>
              <Input />
            </TextField>
            <div className={styles.actions}>
              <Button onPress={onDismiss}>{no}</Button>
              <Button type="submit" look={action === 'CANCEL' ? 'danger' : 'primary'}>
                {yes}
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
