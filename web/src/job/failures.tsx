import { useCallback, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import { Heading } from 'react-aria-components/Heading';
import { useApi } from '../api/client';
import type { Job } from '../api/job-cache';
import { useRefreshed } from '../api/refreshed';
import { FailuresDocument } from '../generated/graphql';
import { count } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import { FoundSymbols } from './found-symbols';
import styles from './job.module.css';

const MEANINGS: Readonly<Record<string, string>> = {
  BAD_SYMBOL: 'The source does not know the symbol',
  RATE_LIMITED: 'The source asked for fewer requests',
  BANNED: 'The source shut us out',
  AUTH: 'The source refused the credentials',
  SOURCE_DOWN: 'The source was down',
  BAD_RESPONSE: 'The answer made no sense',
  TIMEOUT: 'The answer took too long',
  HISTORY_UNAVAILABLE: 'The source does not serve bars of this period',
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
      <DisclosurePanel>
        {isOpen && (
          <FoundSymbols
            wanted={{ id: jobId, states: ['FAILED'], errorCode: code }}
            size={size}
            columns={[
              ['Tries', ({ attempts }) => attempts],
              ['What the source did', ({ error }) => error?.message],
            ]}
          />
        )}
      </DisclosurePanel>
    </Disclosure>
  );
}
