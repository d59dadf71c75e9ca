import { useApi } from '../api/client';
import { useStore } from '../api/store';
import { useViewer } from '../api/viewer';
import { Button } from '../ui/button';
import styles from './shell.module.css';

/** Whom the service takes the reader for, if it asks for credentials. */
export function WhoIsThere() {
  const { session } = useApi();
  const { token } = useStore(session);
  const viewer = useViewer();
  if (token === null) return null;
  return (
    <div className={styles.viewer}>
      {viewer && (
        <span>
          {viewer.name} ({viewer.role.toLowerCase()}){viewer.role === 'VIEWER' && ', may only look'}
        </span>
      )}
      <Button look="quiet" onPress={() => session.signOut()}>
        Sign out
      </Button>
    </div>
  );
}
