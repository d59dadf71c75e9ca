import { useCallback } from 'react';
import { Link } from 'wouter';
import { useApi } from '../api/client';
import type { Job } from '../api/job-cache';
import { NO_ENTRIES, usePaged } from '../api/paged';
import { RepairButton } from '../control/repair-button';
import { GAP_COLUMNS } from '../gaps/gap-list';
import { JobGapsDocument, type JobGapsQuery } from '../generated/graphql';
import { PagedTable } from '../ui/paged-table';
import uiStyles from '../ui/ui.module.css';

type Gap = NonNullable<JobGapsQuery['job']>['gaps']['nodes'][number];

/** The gaps that a job has left, as far as they are still there, and the button that repairs them. */
export function MissingBars({ job }: { readonly job: Job }) {
  const { apollo } = useApi();
  const { id, source, interval } = job;
  const read = useCallback(
    async (after: string | null) => {
      const variables = { id, after };
      const { data } = await apollo.query({ query: JobGapsDocument, variables, fetchPolicy: 'no-cache' });
      return data?.job?.gaps ?? NO_ENTRIES;
    },
    [apollo, id],
  );
  const list = usePaged<Gap>(read);
  const columns = [
    [
      'Symbol',
      ({ symbol }: Gap) => (
        <Link href={`/data?${new URLSearchParams({ source: source.name, symbol, interval })}`}>{symbol}</Link>
      ),
    ] as const,
    ...GAP_COLUMNS,
  ];
  return (
    <>
      <h3 className={uiStyles.label}>What is still missing, and why</h3>
      <PagedTable label="Gaps" list={list} columns={columns} empty="All of it has been filled since." />
      <div>
        <RepairButton repaired={{ job: id }}>Repair gaps</RepairButton>
      </div>
    </>
  );
}
