import { useEffect, useRef } from 'react';
import { useApi } from '../api/client';
import { useStore } from '../api/store';
import { useNotices } from '../ui/notices';
import styles from './shell.module.css';

/** Shows a notice while the connection is lost. */
export function ConnectionNotice() {
  const { connection, session } = useApi();
  const state = useStore(connection);
  const { demand } = useStore(session);
  const notices = useNotices();
  const wasLost = useRef(false);
  useEffect(() => {
    if (state === 'live' && wasLost.current) notices.announce('Connected again. Everything is up to date.');
    wasLost.current = state === 'lost';
  }, [notices, state]);
  // The sign-in dialog covers a missing credential.
  if (state !== 'lost' || demand) return null;
  return (
    <p className={styles.notice} role="alert">
      The connection is lost: what you see may be old. Connecting again…
    </p>
  );
}
