import type { Api } from '../api/client';
import { follow } from '../api/follow';
import { receiveJobs, type Job } from '../api/job-cache';
import { JobsUpdatedDocument } from '../generated/graphql';

/** Updates are gathered for so long and shown together, in milliseconds: fifty jobs cost one rendering, not fifty. */
const GATHER_MS = 250;

interface FeedListener {
  /** The feed has begun (again): what happened before has to be asked for. */
  readonly begun: () => void;
  readonly moved: (jobs: readonly Job[]) => void;
}

/** Every job of the service as it moves on. @returns what ends it */
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
