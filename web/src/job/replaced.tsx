import { useQuery } from '@apollo/client/react';
import { Link } from 'wouter';
import type { Job } from '../api/job-cache';
import { REVISIONS } from '../changes/revisions';
import { SymbolAtDocument } from '../generated/graphql';
import { count } from '../ui/format';
import uiStyles from '../ui/ui.module.css';

/** That the job has replaced bars, and where what they were can be seen; nothing if it has replaced none. */
export function Replaced({ job }: { readonly job: Job }) {
  const { revised } = job;
  if (revised === 0) return null;
  return (
    <section className={uiStyles.card} aria-labelledby="job-replaced">
      <h2 id="job-replaced">
        Replaced bars <span className={uiStyles.tally}>{count(revised)}</span>
      </h2>
      <p>
        {revised === 1 ? '1 stored bar was replaced' : `${count(revised)} stored bars were replaced`}, because the
        source has other values now. What was stored before is kept. <WhereToLook job={job} />
      </p>
    </section>
  );
}

function WhereToLook({ job: { id, source, interval, progress } }: { readonly job: Job }) {
  const isOne = progress.total === 1;
  const { data } = useQuery(SymbolAtDocument, {
    variables: { id, position: 0 },
    fetchPolicy: 'no-cache',
    skip: !isOne,
  });
  const symbol = data?.job?.symbolAt?.symbol;
  const kind = { source: source.name, interval };
  if (symbol) {
    return <Link href={`/data?${new URLSearchParams({ ...kind, symbol })}#${REVISIONS}`}>See what was replaced</Link>;
  }
  if (isOne) return null;
  return (
    <>
      <Link href={`/data?${new URLSearchParams(kind)}`}>Choose a symbol</Link> to see what was replaced of it.
    </>
  );
}
