import { useCallback } from 'react';
import { Link } from 'wouter';
import { useApi } from '../api/client';
import { NO_ENTRIES, usePaged } from '../api/paged';
import { useStore } from '../api/store';
import type { FoundSeries } from '../gaps/found-series';
import { SeriesRevisionsDocument, type SeriesRevisionsQuery } from '../generated/graphql';
import { count, localTime, utc } from '../ui/format';
import { PagedTable } from '../ui/paged-table';
import uiStyles from '../ui/ui.module.css';
import { useLedTo } from '../ui/use-led-to';
import { valueColumns } from './bar-values';
import styles from './changes.module.css';

type Series = Extract<SeriesRevisionsQuery['node'], { __typename: 'Series' }>;
type Revision = Series['revisions']['nodes'][number];

/** The fragment of an address that leads here. */
export const REVISIONS = 'revisions';

/** Bars of a series that were replaced, because the source had others; nothing if there are none. */
export function Revisions({ series }: { readonly series: FoundSeries }) {
  const { apollo } = useApi();
  const read = useCallback(
    async (after: string | null) => {
      const id = await series.id();
      if (!id) return NO_ENTRIES;
      const variables = { id, after };
      const { data } = await apollo.query({ query: SeriesRevisionsDocument, variables, fetchPolicy: 'no-cache' });
      return data?.node?.__typename === 'Series' ? data.node.revisions : NO_ENTRIES;
    },
    [apollo, series],
  );
  const list = usePaged<Revision>(read);
  const { total } = useStore(list);
  const section = useLedTo<HTMLElement>(REVISIONS, total > 0);
  if (total === 0) return null;
  return (
    <section ref={section} id={REVISIONS} className={`${uiStyles.card} ${styles.section}`} aria-labelledby="replaced">
      <h2 id="replaced">
        Replaced bars <span className={uiStyles.tally}>{count(total)}</span>
      </h2>
      <p className={uiStyles.hint}>
        The source had other values when it was asked again. What was stored before is struck.
      </p>
      <PagedTable label="Replaced bars" list={list} columns={COLUMNS} empty="" />
    </section>
  );
}

const COLUMNS = [
  ['Bar (UTC)', ({ time }: Revision) => utc(time)] as const,
  ...valueColumns<Revision>(({ before, after }) => ({ before, after })),
  ['Replaced', ({ at, job }: Revision) => <Replaced at={at} job={job} />] as const,
];

function Replaced({ at, job }: Pick<Revision, 'at' | 'job'>) {
  const when = (
    <time dateTime={at} title={`${utc(at)} UTC`}>
      {localTime(at)}
    </time>
  );
  return (
    <>
      {when}
      {job && (
        <>
          {' by '}
          <Link href={`/jobs/${job}`}>the job {job.slice(-8)}</Link>
        </>
      )}
    </>
  );
}
