import { useQuery } from '@apollo/client/react';
import { useApi } from '../api/client';
import { useStore } from '../api/store';
import { WhoAmIDocument } from '../generated/graphql';
import { Button } from '../ui/button';
import styles from './shell.module.css';

/** Whom the service takes the reader for, if it asks for credentials. */
export function WhoIsThere() {
  const { session } = useApi();
  const { token } = useStore(session);
  const { data } = useQuery(WhoAmIDocument, { skip: token === null, fetchPolicy: 'no-cache' });
  if (token === null) return null;
  return (
    <div className={styles.viewer}>
      {data && (
        <span>
          {data.viewer.name} ({data.viewer.role.toLowerCase()})
        </span>
      )}
      <Button look="quiet" onPress={() => session.signOut()}>
        Sign out
      </Button>
    </div>
  );
}
