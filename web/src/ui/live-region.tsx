import { Store, useStore } from '../api/store';
import styles from './ui.module.css';

const spoken = new Store('');

/** Has a screen reader say it when it next pauses (WCAG 2.2, 4.1.3). */
export function announce(text: string): void {
  // The same words twice are no change, and would not be said.
  spoken.set(spoken.get() === text ? `${text}\u00a0` : text);
}

export function LiveRegion() {
  return (
    <div className={styles.hidden} role="status" aria-live="polite">
      {useStore(spoken)}
    </div>
  );
}
