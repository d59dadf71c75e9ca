import { useCallback, useSyncExternalStore } from 'react';
import type { Job } from '../api/job-cache';
import { count, duration } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import styles from './job.module.css';
import type { HeldSymbol } from './job-story';

/** Maximum number of symbols listed; the rest is counted. */
const SHOWN = 64;

/** The symbols that a worker holds now, and for how long. */
export function InFlight({ job, symbols }: { readonly job: Job; readonly symbols: readonly HeldSymbol[] }) {
  const now = useSeconds(symbols.length > 0);
  const isDraining = job.state === 'PAUSED' && !job.settled;
  return (
    <section className={uiStyles.card} aria-labelledby="in-flight">
      <h2 id="in-flight">
        In flight <span className={styles.number}>{count(symbols.length)}</span>
      </h2>
      {isDraining && <p className={styles.draining}>Draining: these finish, and no further symbol starts.</p>}
      {symbols.length === 0 && <p className={uiStyles.hint}>Nothing is in flight.</p>}
      {symbols.length > 0 && (
        <ul className={styles.flights}>
          {symbols.slice(0, SHOWN).map((symbol) => (
            <li key={symbol.position}>
              <span className={styles.symbol}>{symbol.symbol}</span>
              {symbol.attempts > 1 && <span className={uiStyles.hint}>try {symbol.attempts}</span>}
              <span className={uiStyles.hint}>{symbol.startedAt ? since(symbol.startedAt, now) : 'waits'}</span>
            </li>
          ))}
        </ul>
      )}
      {symbols.length > SHOWN && <p className={uiStyles.hint}>and {count(symbols.length - SHOWN)} more</p>}
    </section>
  );
}

function since(iso: string, now: number): string {
  return duration((now - new Date(iso).getTime()) / 1_000);
}

/** The current time in milliseconds, updated every second while `isNeeded`. */
function useSeconds(isNeeded: boolean): number {
  const subscribe = useCallback(
    (ticked: () => void) => {
      const timer = isNeeded ? setInterval(ticked, 1_000) : undefined;
      return () => clearInterval(timer);
    },
    [isNeeded],
  );
  return useSyncExternalStore(subscribe, wholeSeconds);
}

function wholeSeconds(): number {
  return Math.floor(Date.now() / 1_000) * 1_000;
}
