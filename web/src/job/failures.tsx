import { useQuery } from '@apollo/client/react';
import { useCallback, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Heading } from 'react-aria-components/Heading';
import { useApi } from '../api/client';
import { messageOf } from '../api/errors';
import type { Job } from '../api/job-cache';
import { useRefreshed } from '../api/refreshed';
import { FailedSymbolsDocument, FailuresDocument, type FailedSymbolsQuery } from '../generated/graphql';
import { Button } from '../ui/button';
import { count } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import styles from './job.module.css';

const MEANINGS: Readonly<Record<string, string>> = {
  BAD_SYMBOL: 'The source does not know the symbol',
  RATE_LIMITED: 'The source asked for fewer requests',
  BANNED: 'The source shut us out',
  AUTH: 'The source refused the credentials',
  SOURCE_DOWN: 'The source was down',
  BAD_RESPONSE: 'The answer made no sense',
  TIMEOUT: 'The answer took too long',
};

/** Failed symbols, grouped by error code. */
export function Failures({ job }: { readonly job: Job }) {
  const { apollo } = useApi();
  const { id } = job;
  const read = useCallback(async () => {
    const { data } = await apollo.query({ query: FailuresDocument, variables: { id }, fetchPolicy: 'no-cache' });
    return data?.job?.failures ?? [];
  }, [apollo, id]);
  const failures = useRefreshed(read, job.progress.failed) ?? [];
  return (
    <section className={uiStyles.card} aria-labelledby="failures">
      <h2 id="failures">
        Failures <span className={styles.number}>{count(job.progress.failed)}</span>
      </h2>
      {failures.length === 0 && <p className={uiStyles.hint}>No symbol has failed.</p>}
      {failures.map((failure) => (
        <FailureGroup key={failure.code} jobId={id} {...failure} />
      ))}
    </section>
  );
}

interface FailureGroupProps {
  readonly jobId: string;
  readonly code: string;
  readonly count: number;
}

function FailureGroup({ jobId, code, count: size }: FailureGroupProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Disclosure isExpanded={isOpen} onExpandedChange={setOpen}>
      <Heading level={3}>
        <AriaButton slot="trigger" className={styles.group}>
          <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
          <span className={styles.code}>{code}</span>
          <span className={uiStyles.hint}>{MEANINGS[code]}</span>
          <strong>{count(size)}</strong>
        </AriaButton>
      </Heading>
      <DisclosurePanel>{isOpen && <FailedSymbols jobId={jobId} code={code} size={size} />}</DisclosurePanel>
    </Disclosure>
  );
}

function FailedSymbols({
  jobId,
  code,
  size,
}: {
  readonly jobId: string;
  readonly code: string;
  readonly size: number;
}) {
  const { data, error, fetchMore, refetch } = useQuery(FailedSymbolsDocument, {
    variables: { id: jobId, code },
    fetchPolicy: 'no-cache',
  });
  const page = data?.job?.symbols;
  const symbols = page?.edges.map(({ node }) => node) ?? [];
  const [fault, setFault] = useState<unknown>(null);
  const [isLoading, setLoading] = useState(false);
  const more = () => {
    setLoading(true);
    const variables = { after: page?.pageInfo.endCursor };
    const answered = page ? fetchMore({ variables, updateQuery: appended }) : refetch();
    void answered.then(() => setFault(null), setFault).finally(() => setLoading(false));
  };
  const failed = error ?? fault;
  return (
    <div className={styles.failed}>
      <table>
        <thead>
          <tr>
            <th scope="col">Symbol</th>
            <th scope="col">Tries</th>
            <th scope="col">What the source did</th>
          </tr>
        </thead>
        <tbody>
          {symbols.map(({ position, symbol, attempts, error: why }) => (
            <tr key={position}>
              <td>{symbol}</td>
              <td>{attempts}</td>
              <td>{why?.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {Boolean(failed) && (
        <p className={uiStyles.fault} role="alert">
          {messageOf(failed)}
        </p>
      )}
      {symbols.length < size && (
        <Button onPress={more} isPending={isLoading}>
          {failed ? 'Try again' : 'Show more'}
        </Button>
      )}
    </div>
  );
}

function appended(known: FailedSymbolsQuery, { fetchMoreResult: more }: { fetchMoreResult: FailedSymbolsQuery }) {
  if (!known.job || !more.job) return known;
  const edges = [...known.job.symbols.edges, ...more.job.symbols.edges];
  return { ...known, job: { ...known.job, symbols: { ...more.job.symbols, edges } } };
}
