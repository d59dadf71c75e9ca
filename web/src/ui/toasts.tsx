import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast';
import { Button } from './button';
import styles from './ui.module.css';

interface Notice {
  readonly text: string;
  readonly isBad: boolean;
}

const queue = new ToastQueue<Notice>({ maxVisibleToasts: 4 });
/** Good news go by themselves; what went wrong stays until it has been read. */
const GOOD_NEWS_MS = 6_000;

export function tell(text: string): void {
  queue.add({ text, isBad: false }, { timeout: GOOD_NEWS_MS });
}

export function warn(text: string): void {
  queue.add({ text, isBad: true });
}

export function Toasts() {
  return (
    <ToastRegion queue={queue} className={styles.toasts} aria-label="Messages">
      {({ toast }) => (
        <Toast toast={toast} className={`${styles.toast} ${toast.content.isBad ? styles.failed : ''}`}>
          <ToastContent>
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          <Button slot="close" look="quiet" aria-label="Dismiss">
            ✕
          </Button>
        </Toast>
      )}
    </ToastRegion>
  );
}
