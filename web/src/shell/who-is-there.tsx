import { useApi } from '../api/client';
import { useStore } from '../api/store';
import { useViewer } from '../api/viewer';
import { Button } from '../ui/button';
import styles from './shell.module.css';

/** The viewer as the service identifies them; hidden without a credential. */
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
