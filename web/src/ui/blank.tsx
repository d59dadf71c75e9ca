import { Button } from './button';
import styles from './ui.module.css';

export function Loading({ what }: { readonly what: string }) {
  return (
    <div className={styles.blank} role="status">
      Loading {what}…
    </div>
  );
}

/** The reason of a failure and a retry button. */
export function Failure({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <div className={styles.blank} role="alert">
      <h2>That did not work</h2>
      <p>{message}</p>
      <Button onPress={onRetry}>Try again</Button>
    </div>
  );
}

/** A failure on one line, above content that stays visible. */
export function FailureLine({ message, onRetry }: { readonly message: string; readonly onRetry: () => void }) {
  return (
    <div className={styles.failureLine} role="alert">
      <p className={styles.fault}>{message}</p>
      <Button onPress={onRetry}>Try again</Button>
    </div>
  );
}
