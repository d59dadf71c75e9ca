import { Button } from './button';
import styles from './ui.module.css';

export function Loading({ what }: { readonly what: string }) {
  return (
    <div className={styles.blank} role="status">
      Loading {what}…
    </div>
  );
}

/** What could not be had, why, and the way to try again. */
export function Failure({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <div className={styles.blank} role="alert">
      <h2>That did not work</h2>
      <p>{message}</p>
      <Button onPress={onRetry}>Try again</Button>
    </div>
  );
}

/** The same on a line, where what there is stays in sight. */
export function FailureLine({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <div className={styles.failureLine} role="alert">
      <p className={styles.fault}>{message}</p>
      <Button onPress={onRetry}>Try again</Button>
    </div>
  );
}
