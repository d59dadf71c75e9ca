import '../ui/tokens.css';
import '../ui/base.css';
import { ApolloProvider } from '@apollo/client/react';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { ApiContext, createApi, type Api } from '../api/client';
import { Session } from '../api/session';
import { useStore } from '../api/store';
import { ViewerProvider } from '../api/viewer';
import type { Job } from '../api/job-cache';
import { NoticesProvider } from '../ui/notices';
import styles from '../ui/ui.module.css';
import { FollowedJob } from './followed-job';

export { createRoot } from 'react-dom/client';

/** Called with the progress of the job after each change. */
export type Moved = (news: {
  readonly id: string;
  readonly state: string;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
}) => void;

export function widgetFor(service: string, token: string | null, job: string, moved: Moved): ReactElement {
  return (
    <Widget key={`${service} ${token}`} service={service.replace(/\/$/, '')} token={token} job={job} moved={moved} />
  );
}

interface WidgetProps {
  readonly service: string;
  readonly token: string | null;
  readonly job: string;
  readonly moved: Moved;
}

function Widget({ service, token, job, moved }: WidgetProps) {
  const api = useMemo(() => createApi(service, new Session(null, token)), [service, token]);
  useEffect(() => () => void api.connection.socket.dispose(), [api]);
  const { demand } = useStore(api.session);
  return (
    <div className="sluice">
      <ApiContext value={api}>
        <ApolloProvider client={api.apollo}>
          <NoticesProvider>
            {demand ? (
              <p className={`${styles.card} ${styles.fault}`}>{demand}</p>
            ) : (
              <ViewerProvider>
                <LatestJob key={job} api={api} id={job} moved={moved} />
              </ViewerProvider>
            )}
          </NoticesProvider>
        </ApolloProvider>
      </ApiContext>
    </div>
  );
}

function newsOf({ id, state, progress: { done, failed, total } }: Job) {
  return { id, state, done, failed, total };
}

/** The job, or the one that "Retry failed" has started from it. */
function LatestJob({ api, id, moved }: { readonly api: Api; readonly id: string; readonly moved: Moved }) {
  const [latest, setLatest] = useState(id);
  return (
    <FollowedJob
      key={latest}
      api={api}
      id={latest}
      onStarted={(started) => setLatest(started.id)}
      onMoved={(job) => moved(newsOf(job))}
    />
  );
}
