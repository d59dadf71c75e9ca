import type { Api } from '../api/client';
import { follow } from '../api/follow';
import { receiveJobs, type Job } from '../api/job-cache';
import { JobsUpdatedDocument } from '../generated/graphql';

/** Updates are collected for this long and shown together, in milliseconds: fifty jobs cost one rendering. */
const GATHER_MS = 250;

interface FeedListener {
  /** The feed has begun (again): what happened before must be requested. */
  readonly begun: () => void;
  readonly moved: (jobs: readonly Job[]) => void;
}

/** Subscribes to the updates of all jobs of the service. @returns a function that ends it */
export function followJobs(api: Api, { begun, moved }: FeedListener): () => void {
  const gathered = new Map<string, Job>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    const jobs = [...gathered.values()];
    gathered.clear();
    receiveJobs(api.apollo, jobs);
    moved(jobs);
  };
  const stop = follow(api, JobsUpdatedDocument, () => ({}), {
    onBegin: begun,
    onData: ({ jobsUpdated }) => {
      gathered.set(jobsUpdated.id, jobsUpdated);
      timer ??= setTimeout(flush, GATHER_MS);
    },
  });
  return () => {
    clearTimeout(timer);
    stop();
  };
}
