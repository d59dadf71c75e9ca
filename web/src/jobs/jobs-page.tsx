import { useEffect, useMemo } from 'react';
import { Link } from 'wouter';
import { useApi } from '../api/client';
import { useStore } from '../api/store';
import { useMayCommand } from '../api/viewer';
import type { JobFilter, JobState, Verdict } from '../generated/graphql';
import { Failure, Loading } from '../ui/blank';
import uiStyles from '../ui/ui.module.css';
import { useSearch } from '../ui/use-search';
import { ATTENTION, Filters } from './filters';
import { HeldList } from './held-list';
import type { JobList } from './job-list';
import { followJobs } from './jobs-feed';
import styles from './jobs.module.css';
import { keptList } from './kept-lists';

/** All jobs, newest first, updated live. */
export default function JobsPage() {
  const api = useApi();
  const { filter, isFiltered } = useFilter();
  const list = useMemo(() => keptList(api, filter), [api, filter]);
  useEffect(() => followJobs(api, { begun: () => list.reload(), moved: (jobs) => list.moved(jobs) }), [api, list]);
  return (
    <>
      <div className={styles.head}>
        <h1>Jobs</h1>
        <Filters />
      </div>
      <Rows list={list} isFiltered={isFiltered} />
    </>
  );
}

function Rows({ list, isFiltered }: { readonly list: JobList; readonly isFiltered: boolean }) {
  const { places, isLoaded, error } = useStore(list);
  if (!isLoaded) return <Loading what="jobs" />;
  if (error && !places) return <Failure message={error} onRetry={() => list.reload()} />;
  if (!places) return isFiltered ? <NothingFits /> : <NoJobs />;
  return (
    <>
      <HeldList list={list} />
      {error && <Failure message={error} onRetry={() => list.reload()} />}
    </>
  );
}

function NoJobs() {
  const mayCommand = useMayCommand();
  return (
    <div className={uiStyles.blank}>
      <h2>No jobs yet</h2>
      <p>A job collects the bars of many symbols from one source, and can be paused at any time.</p>
      {mayCommand && (
        <Link href="/new" className={`${uiStyles.button} ${uiStyles.primary}`}>
          Start a collection
        </Link>
      )}
    </div>
  );
}

function NothingFits() {
  return (
    <div className={uiStyles.blank}>
      <h2>No job fits</h2>
      <p>There are jobs, but none that this filter lets through.</p>
      <Link href="/" className={uiStyles.button}>
        Show all jobs
      </Link>
    </div>
  );
}

const HAS_FAILURES: Readonly<Record<string, boolean>> = { with: true, without: false };

/** The filter is part of the address: it can be bookmarked, shared and navigated back to. */
function useFilter(): { filter: JobFilter; isFiltered: boolean } {
  const [given] = useSearch();
  const [state, source, name] = [given('state'), given('source'), given('name')];
  const [failures, verdict] = [given('failures'), given('verdict')];
  const filter = useMemo(
    () => ({
      states: state ? [state as JobState] : null,
      source: source || null,
      nameContains: name || null,
      hasFailures: HAS_FAILURES[failures] ?? null,
      needsAttention: verdict === ATTENTION || null,
      verdicts: verdict && verdict !== ATTENTION ? [verdict as Verdict] : null,
    }),
    [state, source, name, failures, verdict],
  );
  return { filter, isFiltered: Boolean(state || source || name || failures || verdict) };
}
