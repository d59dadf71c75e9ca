import type { Api } from '../api/client';
import type { JobFilter } from '../generated/graphql';
import { JobList } from './job-list';

/** Lists that are remembered, by what they filter. */
const KEPT = 4;
const lists = new WeakMap<Api, Map<string, JobList>>();

/** The list as it was when it was last looked at: the way back finds the rows where they were, and news follow. */
export function keptList(api: Api, filter: JobFilter): JobList {
  const kept = lists.get(api) ?? new Map<string, JobList>();
  lists.set(api, kept);
  const key = JSON.stringify(filter);
  const list = kept.get(key) ?? new JobList(api, filter);
  kept.delete(key);
  kept.set(key, list);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return list;
}
