import { useState } from 'react';
import { Button } from '../ui/button';
import { count, localTime, utc } from '../ui/format';
import type { Look } from '../ui/job-status';
import { toneOf } from '../ui/state-badge';
import uiStyles from '../ui/ui.module.css';
import styles from './job.module.css';
import type { Milestone } from './job-story';

/** The actor of what the service does by itself. */
const SYSTEM = 'system';

const WORDS: Readonly<Record<string, string>> = {
  CREATED: 'Created',
  STARTED: 'Started',
  PAUSED: 'Paused',
  DRAINED: 'Drained: nothing in flight any more',
  RESUMED: 'Resumed',
  RECOVERED: 'Taken up again after a restart',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};

/** Milestones shown at first: a job that is paused every night for years has a long history. */
const SHOWN = 100;

/** Who did what, when and why; newest first. */
export function Timeline({ milestones }: { readonly milestones: readonly Milestone[] }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? milestones : milestones.slice(-SHOWN);
  return (
    <section className={uiStyles.card} aria-labelledby="history">
      <h2 id="history">History</h2>
      <ol className={styles.timeline} reversed>
        {[...shown].reverse().map((milestone) => (
          <Entry key={milestone.seq} milestone={milestone} />
        ))}
      </ol>
      {shown.length < milestones.length && (
        <Button onPress={() => setWhole(true)}>Show all {count(milestones.length)}</Button>
      )}
    </section>
  );
}

function Entry({ milestone }: { readonly milestone: Milestone }) {
  const { type, at, actor, reason, toState, progress } = milestone;
  return (
    <li className={toState ? toneOf(toState.toLowerCase() as Look) : undefined}>
      <p>
        <strong>{WORDS[type] ?? type}</strong>
        {actor !== SYSTEM && ` by ${actor}`}
      </p>
      {reason && <p className={styles.reason}>“{reason}”</p>}
      <p className={uiStyles.hint}>
        <time dateTime={at} title={`${utc(at)} UTC`}>
          {localTime(at)}
        </time>{' '}
        · {count(progress.done)}/{count(progress.total)} symbols
        {progress.failed > 0 && `, ${count(progress.failed)} failed`}
      </p>
    </li>
  );
}
