import type { Api } from '../api/client';
import type { JobFilter } from '../generated/graphql';
import { JobList } from './job-list';

/** Number of lists kept, the most recently used ones, by filter. */
const KEPT = 4;
const lists = new WeakMap<Api, Map<string, JobList>>();

/** Returns the list as it was last shown, so that navigating back finds the rows in place; updates follow. */
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
