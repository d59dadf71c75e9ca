import { useCallback, useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Heading } from 'react-aria-components/Heading';
import { useApi } from '../api/client';
import { messageOf } from '../api/errors';
import type { Job } from '../api/job-cache';
import { useRefreshed } from '../api/use-refreshed';
import { FailedSymbolsDocument, FailuresDocument, type SymbolViewFragment } from '../generated/graphql';
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

/** What failed, by its code. */
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
  const { apollo } = useApi();
  const [symbols, setSymbols] = useState<readonly SymbolViewFragment[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const more = useCallback(
    async (after: string | null) => {
      const variables = { id: jobId, code, after };
      try {
        const { data } = await apollo.query({ query: FailedSymbolsDocument, variables, fetchPolicy: 'no-cache' });
        const page = data?.job?.symbols;
        if (!page) return;
        setSymbols((known) => [...(after ? known : []), ...page.edges.map(({ node }) => node)]);
        setCursor(page.pageInfo.endCursor ?? null);
        setFault(null);
      } catch (error) {
        setFault(messageOf(error));
      }
    },
    [apollo, jobId, code],
  );
  useEffect(() => void more(null), [more]);
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
          {symbols.map(({ position, symbol, attempts, error }) => (
            <tr key={position}>
              <td>{symbol}</td>
              <td>{attempts}</td>
              <td>{error?.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {fault && <p className={uiStyles.fault}>{fault}</p>}
      {symbols.length < size && <Button onPress={() => void more(cursor)}>Show more</Button>}
    </div>
  );
}
