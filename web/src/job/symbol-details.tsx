import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useApi } from '../api/client';
import type { Job } from '../api/job-cache';
import { SymbolAtDocument, type SymbolViewFragment } from '../generated/graphql';
import { count } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import styles from './job.module.css';

/** A pointer that sweeps over the map does not ask for every cell, in milliseconds. */
const LINGER_MS = 120;

const STATES = {
  PENDING: 'waiting',
  ACTIVE: 'in flight',
  SUCCEEDED: 'succeeded',
  EMPTY: 'has no bars in this period',
  FAILED: 'failed',
} as const;

interface SymbolDetailsProps {
  readonly job: Job;
  readonly position: number | null;
  /** Asked for again when it changes. */
  readonly state: string;
}

/** The symbol that is pointed at on the map. */
export function SymbolDetails({ job, position, state }: SymbolDetailsProps) {
  const { apollo } = useApi();
  const [symbol, setSymbol] = useState<SymbolViewFragment | null>(null);
  const { id } = job;
  useEffect(() => {
    if (position === null) return;
    let isWanted = true;
    const timer = setTimeout(() => {
      const answer = apollo.query({ query: SymbolAtDocument, variables: { id, position }, fetchPolicy: 'no-cache' });
      void answer.then(
        ({ data }) => isWanted && setSymbol(data?.job?.symbolAt ?? null),
        () => undefined,
      );
    }, LINGER_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [apollo, id, position, state]);
  return (
    <p id="map-symbol" className={styles.details} aria-live="polite">
      {symbol ? <Described symbol={symbol} job={job} /> : 'Point at a cell, or walk with the arrow keys.'}
    </p>
  );
}

function Described({ symbol: found, job }: { readonly symbol: SymbolViewFragment; readonly job: Job }) {
  const { symbol, position, state, rows, attempts, error } = found;
  const bars = new URLSearchParams({ source: job.source.name, symbol, interval: job.interval });
  return (
    <>
      <strong>{symbol}</strong> (no. {count(position + 1)}): {STATES[state]}
      {attempts > 1 && `, ${attempts} tries`}
      {error && (
        <span className={uiStyles.fault}>
          {' '}
          · {error.code}: {error.message}
        </span>
      )}
      {rows > 0 && (
        <>
          {' '}
          · {count(rows)} rows · <Link href={`/data?${bars}`}>see the bars</Link>
        </>
      )}
    </>
  );
}
