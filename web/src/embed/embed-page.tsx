import { useLocation, useParams } from 'wouter';
import { useApi } from '../api/client';
import { ConnectionNotice } from '../shell/connection-notice';
import { FollowedJob } from './followed-job';

/** The widget alone, for a frame in another page. */
export default function EmbedPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const [, navigate] = useLocation();
  return (
    <main>
      <ConnectionNotice />
      <FollowedJob key={id} api={api} id={id} onStarted={(job) => navigate(`/embed/job/${job.id}`)} />
    </main>
  );
}
