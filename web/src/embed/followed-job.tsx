import { useEffect, useState } from 'react';
import type { Api } from '../api/client';
import { follow } from '../api/follow';
import { receiveJob, useJob, type Job } from '../api/job-cache';
import { JobUpdatedDocument } from '../generated/graphql';
import { JobWidget } from '../job/job-widget';
import { Loading } from '../ui/blank';
import styles from '../ui/ui.module.css';

interface FollowedJobProps {
  readonly api: Api;
  readonly id: string;
  /** Called with the job that "Retry failed" has started. */
  readonly onStarted?: (job: Job) => void;
  readonly onMoved?: (job: Job) => void;
}

/** The widget of one job, updated live. */
export function FollowedJob({ api, id, onStarted, onMoved }: FollowedJobProps) {
  const [fault, setFault] = useState<string | null>(null);
  useEffect(
    () =>
      follow(api, JobUpdatedDocument, () => ({ id }), {
        onData: ({ jobUpdated: { inFlight: _unshown, ...job } }) => {
          setFault(null);
          receiveJob(api.apollo.cache, job);
        },
        onError: ({ message }) => setFault(message),
      }),
    [api, id],
  );
  const job = useJob(id);
  useEffect(() => {
    if (job) onMoved?.(job);
    // `onMoved` is deliberately no dependency: only a change of the job calls it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [job]);
  if (job) return <JobWidget job={job} onStarted={onStarted} />;
  if (fault) return <p className={`${styles.card} ${styles.fault}`}>{fault}</p>;
  return <Loading what="the job" />;
}
