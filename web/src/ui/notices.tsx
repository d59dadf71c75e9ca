import { createContext, useContext, useState, type ReactNode } from 'react';
import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast';
import { Store, useStore } from '../api/store';
import { Button } from './button';
import styles from './ui.module.css';

/** Messages to the reader: visible warnings and screen reader announcements. */
export class Notices {
  readonly warnings = new ToastQueue<string>({ maxVisibleToasts: 4 });
  readonly spoken = new Store('');

  /** Shows a warning until it is dismissed. */
  warn(text: string): void {
    this.warnings.add(text);
  }

  /** Announces a text at the screen reader's next pause (WCAG 2.2, 4.1.3). */
  announce(text: string): void {
    // An unchanged text is not announced again, so a repeated one gets a no-break space.
    this.spoken.set(this.spoken.get() === text ? `${text}\u00a0` : text);
  }
}

const NoticesContext = createContext<Notices | null>(null);

export function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error('There is no NoticesProvider around this component.');
  return notices;
}

export function NoticesProvider({ children }: { readonly children: ReactNode }) {
  const [notices] = useState(() => new Notices());
  return (
    <NoticesContext value={notices}>
      {children}
      <div className={styles.hidden} role="status" aria-live="polite">
        {useStore(notices.spoken)}
      </div>
      <ToastRegion queue={notices.warnings} className={`sluice ${styles.toasts}`} aria-label="Messages">
        {({ toast }) => (
          <Toast toast={toast} className={`${styles.toast} ${styles.failed}`}>
            <ToastContent>
              <Text slot="title">{toast.content}</Text>
            </ToastContent>
            <Button slot="close" look="quiet" aria-label="Dismiss">
              ✕
            </Button>
          </Toast>
        )}
      </ToastRegion>
    </NoticesContext>
  );
}
