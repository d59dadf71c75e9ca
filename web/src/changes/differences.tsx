import { useCallback, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Heading } from 'react-aria-components/Heading';
import { useApi } from '../api/client';
import type { Job } from '../api/job-cache';
import { NO_ENTRIES, usePaged } from '../api/paged';
import { useRefreshed } from '../api/refreshed';
import { DifferenceCountDocument, JobDifferencesDocument, type JobDifferencesQuery } from '../generated/graphql';
import { count, utc } from '../ui/format';
import jobStyles from '../job/job.module.css';
import { PagedTable } from '../ui/paged-table';
import uiStyles from '../ui/ui.module.css';
import { valueColumns } from './bar-values';

type Difference = NonNullable<JobDifferencesQuery['job']>['differences']['nodes'][number];

/** The service lists so many. */
const LISTED = 10_000;

/** Where the source and what is stored are not the same, as a job has found; nothing if there is no such bar. */
export function Differences({ job }: { readonly job: Job }) {
  const total = useCountOf(job);
  // A list of a running job would change all the time: it is opened on demand.
  const [isOpen, setOpen] = useState(job.completedAt != null);
  if (!total) return null;
  return (
    <section className={uiStyles.card} aria-labelledby="differences">
      <h2 id="differences">
        Differences <span className={uiStyles.tally}>{count(total)}</span>
      </h2>
      <p className={uiStyles.hint}>
        {job.mode === 'VERIFY'
          ? 'What is stored is struck, what the source offers stands below it. Nothing has been changed.'
          : 'These bars are stored, but the source no longer has them. They stay.'}
        {total > LISTED && ` The first ${count(LISTED)} are listed.`}
      </p>
      <Disclosure isExpanded={isOpen} onExpandedChange={setOpen}>
        <Heading level={3}>
          <AriaButton slot="trigger" className={jobStyles.group}>
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
            Bars that differ
          </AriaButton>
        </Heading>
        <DisclosurePanel>{isOpen && <List key={String(job.completedAt)} jobId={job.id} />}</DisclosurePanel>
      </Disclosure>
    </section>
  );
}

/** Only jobs that ask again for what is stored can find differences. */
function useCountOf({ id, mode, progress }: Job): number {
  const { apollo } = useApi();
  const read = useCallback(async () => {
    if (mode === 'MISSING') return 0;
    const { data } = await apollo.query({ query: DifferenceCountDocument, variables: { id }, fetchPolicy: 'no-cache' });
    return data?.job?.differences.totalCount ?? 0;
  }, [apollo, id, mode]);
  return useRefreshed(read, progress.done) ?? 0;
}

function List({ jobId: id }: { readonly jobId: string }) {
  const { apollo } = useApi();
  const read = useCallback(
    async (after: string | null) => {
      const variables = { id, after };
      const { data } = await apollo.query({ query: JobDifferencesDocument, variables, fetchPolicy: 'no-cache' });
      return data?.job?.differences ?? NO_ENTRIES;
    },
    [apollo, id],
  );
  return (
    <PagedTable
      label="Bars that differ"
      list={usePaged<Difference>(read)}
      columns={COLUMNS}
      empty="None is listed yet."
    />
  );
}

const COLUMNS = [
  ['Symbol', ({ symbol }: Difference) => symbol] as const,
  ['Bar (UTC)', ({ time }: Difference) => utc(time)] as const,
  ['Difference', ({ stored, offered }: Difference) => wordsFor(Boolean(stored), Boolean(offered))] as const,
  ...valueColumns<Difference>(({ stored, offered }) => ({ before: stored ?? null, after: offered ?? null })),
];

function wordsFor(isStored: boolean, isOffered: boolean): string {
  if (!isOffered) return 'Only stored here';
  return isStored ? 'Other values' : 'Only at the source';
}
