import { useEffect, useMemo, useRef } from 'react';
import { useStore } from '../api/store';
import { QuestionContext } from '../control/open-question';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import type { JobList } from './job-list';
import styles from './jobs.module.css';
import { Presence } from './presence';
import { VirtualRows } from './virtual-rows';

/** The rows, which keep their places while the user interacts with them, and the number of new jobs meanwhile. */
export function HeldList({ list }: { readonly list: JobList }) {
  const { rows, places, waiting, total } = useStore(list);
  const presence = useMemo(() => new Presence((isThere) => (isThere ? list.hold() : list.release())), [list]);
  const box = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLUListElement>(null);
  useEffect(() => presence.watch(box.current!), [presence]);
  useEffect(() => presence.lookForFocus());
  const showWaiting = () => {
    list.showWaiting();
    window.scrollTo({ top: 0 });
    // The pressed button disappears: a keyboard user continues at the list.
    top.current?.focus({ preventScroll: true });
  };
  return (
    <QuestionContext value={presence.asked}>
      <div ref={box}>
        <div className={styles.strip}>
          <p role="status">
            {count(total)} {total === 1 ? 'job' : 'jobs'}
          </p>
          <div aria-live="polite">
            {waiting > 0 && (
              <Button className={styles.pill} aria-label={`Show ${count(waiting)} new`} onPress={showWaiting}>
                {count(waiting)} new
              </Button>
            )}
          </div>
        </div>
        <VirtualRows ref={top} rows={rows} places={places} onWant={(place) => list.want(place)} />
      </div>
    </QuestionContext>
  );
}
