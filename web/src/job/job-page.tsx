import { lazy, useEffect, useMemo } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { useApi } from '../api/client';
import { useJob, type Job } from '../api/job-cache';
import { useStore } from '../api/store';
import { Differences } from '../changes/differences';
import { Failure, Loading } from '../ui/blank';
import { Guarded } from '../ui/guarded';
import uiStyles from '../ui/ui.module.css';
import { nameOf } from '../ui/job-progress-bar';
import { Failures } from './failures';
import { Gaps } from './gaps';
import { InFlight } from './in-flight';
import styles from './job.module.css';
import { JobStory, type StoryState } from './job-story';
import { JobWidget } from './job-widget';
import { Replaced } from './replaced';
import { SymbolMap } from './symbol-map';
import { Timeline } from './timeline';

const Throughput = lazy(() => import('./throughput'));

/** One job: its progress, throughput, failures and history. */
export default function JobPage() {
  const { id = '' } = useParams();
  const api = useApi();
  const story = useMemo(() => new JobStory(api, id), [api, id]);
  useEffect(() => story.open(), [story]);
  const state = useStore(story);
  const job = useJob(id);
  useEffect(() => {
    if (job) document.title = `${nameOf(job)} · Sluice`;
  }, [job]);
  if (state.error) return <Failure message={state.error} onRetry={() => story.retry()} />;
  if (state.status === 'missing') return <NoSuchJob />;
  if (!job || state.status === 'loading') return <Loading what="the job" />;
  return <Whole job={job} state={state} />;
}

function Whole({ job, state }: { readonly job: Job; readonly state: StoryState }) {
  const [, navigate] = useLocation();
  return (
    <div className={styles.page}>
      <JobWidget job={job} asksWhy headingLevel={1} onStarted={(started) => navigate(`/jobs/${started.id}`)} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <SymbolMap job={job} inFlight={state.inFlight} />
          <Guarded what="the chart">
            <Throughput curve={state.curve} />
          </Guarded>
          <Failures job={job} />
          <Gaps job={job} />
          <Differences job={job} />
          <Replaced job={job} />
        </div>
        <div className={styles.column}>
          <InFlight job={job} symbols={state.inFlight} />
          <Timeline milestones={state.milestones} />
        </div>
      </div>
    </div>
  );
}

function NoSuchJob() {
  return (
    <div className={uiStyles.blank}>
      <h1>There is no such job</h1>
      <p>The address may be incomplete, or lead to another service.</p>
      <Link href="/" className={uiStyles.button}>
        Show all jobs
      </Link>
    </div>
  );
}
