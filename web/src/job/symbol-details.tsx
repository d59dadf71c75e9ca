import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useApi } from '../api/client';
import { messageOf } from '../api/errors';
import type { Job } from '../api/job-cache';
import { SymbolAtDocument, type SymbolViewFragment } from '../generated/graphql';
import { count } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import styles from './job.module.css';

/** A pointer must rest this long on a cell before its symbol is requested, in milliseconds. */
const LINGER_MS = 120;

export const SYMBOL_STATES = {
  PENDING: 'waiting',
  ACTIVE: 'in flight',
  SUCCEEDED: 'succeeded',
  EMPTY: 'has no bars in this period',
  FAILED: 'failed',
} as const;

interface SymbolDetailsProps {
  readonly job: Job;
  readonly position: number | null;
  /** The letter of the symbol's state; a change triggers a new request. */
  readonly state: string;
  readonly isPinned: boolean;
}

/** The symbol of the highlighted cell on the map. */
export function SymbolDetails({ job, position, state, isPinned }: SymbolDetailsProps) {
  const { symbol, fault } = useSymbolAt(job.id, position, state);
  // A pinned cell hides the previous symbol: a link about to be followed must lead to the bars of the pinned one.
  const isThere = symbol !== null && (!isPinned || symbol.position === position);
  return (
    <div className={styles.details}>
      <p id="map-symbol" aria-live="polite">
        {position === null && 'Point at a cell, or walk with the arrow keys; a click or Enter pins it.'}
        {isThere && <Described symbol={symbol} job={job} />}
        {fault && <span className={uiStyles.fault}>{fault}</span>}
      </p>
      {isPinned && <p className={uiStyles.hint}>Pinned; Escape lets go of it.</p>}
    </div>
  );
}

interface KnownSymbol {
  readonly symbol: SymbolViewFragment | null;
  readonly fault: string | null;
}

/** Returns the symbol at a position, read again when its state changes; the previous one until the answer arrives. */
function useSymbolAt(id: string, position: number | null, state: string): KnownSymbol {
  const { apollo } = useApi();
  const [known, setKnown] = useState<KnownSymbol>({ symbol: null, fault: null });
  useEffect(() => {
    if (position === null) return;
    let isWanted = true;
    const learn = (symbol: SymbolViewFragment | null, fault: string | null) => isWanted && setKnown({ symbol, fault });
    const timer = setTimeout(() => {
      const answer = apollo.query({ query: SymbolAtDocument, variables: { id, position }, fetchPolicy: 'no-cache' });
      answer.then(
        ({ data }) => learn(data?.job?.symbolAt ?? null, null),
        (error: unknown) => learn(null, messageOf(error)),
      );
    }, LINGER_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [apollo, id, position, state]);
  return known;
}

function Described({ symbol: found, job }: { readonly symbol: SymbolViewFragment; readonly job: Job }) {
  const { symbol, position, state, rows, missing, attempts, error } = found;
  const bars = new URLSearchParams({ source: job.source.name, symbol, interval: job.interval });
  return (
    <>
      <strong>{symbol}</strong> (no. {count(position + 1)}): {SYMBOL_STATES[state]}
      {attempts > 1 && `, ${attempts} tries`}
      {missing > 0 && `, ${count(missing)} bars missing`}
      {error && (
        <span className={uiStyles.fault}>
          {' '}
          · {error.code}: {error.message}
        </span>
      )}
      {(rows > 0 || state === 'SUCCEEDED') && (
        <>
          {' '}
          · {count(rows)} rows · <Link href={`/data?${bars}`}>see the bars</Link>
        </>
      )}
    </>
  );
}
