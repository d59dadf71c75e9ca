import { useEffect, useState } from 'react';
import { useApi } from '../api/client';
import { useStore } from '../api/store';
import type { StartCollectionInput } from '../generated/graphql';
import { percentOf } from '../inventory/coverage';
import { Button } from '../ui/button';
import { bytes, count, duration } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import { inputOf, type Draft } from './draft';
import { Estimator, type Estimate } from './estimator';
import styles from './start.module.css';

interface EstimateSectionProps {
  readonly draft: Draft;
}

/** What the collection in the form would take, as far as the service can tell. Never in the way of the form. */
export function EstimateSection({ draft }: EstimateSectionProps) {
  const api = useApi();
  const [estimator] = useState(() => new Estimator(api));
  const { source, interval, mode, symbolsBy, picked, pasted, patterns, from, to, isFromListing } = draft;
  // What is left out here changes nothing of an estimate.
  useEffect(
    () =>
      estimator.changed(() =>
        askedOf({ source, interval, mode, symbolsBy, picked, pasted, patterns, from, to, isFromListing }),
      ),
    [estimator, source, interval, mode, symbolsBy, picked, pasted, patterns, from, to, isFromListing],
  );
  useEffect(() => () => estimator.close(), [estimator]);
  const { status, estimate, mode: estimated } = useStore(estimator);
  return (
    <section className={styles.estimate} aria-label="Estimate" aria-busy={status === 'asking'}>
      {estimate && <Figures estimate={estimate} isToCompare={estimated === 'VERIFY'} />}
      <p role="status" className={uiStyles.hint}>
        {status === 'asking' && 'Estimating…'}
        {status === 'known' && estimate && wordsFor(estimate)}
        {status === 'failed' && 'There is no estimate at the moment. The collection can be started without one.'}
      </p>
      {status === 'large' && <Button onPress={() => estimator.ask(askedOf(draft))}>Estimate what this takes</Button>}
    </section>
  );
}

type Asked = Omit<Draft, 'concurrency' | 'name'>;

function askedOf(draft: Asked): StartCollectionInput {
  return { ...inputOf({ ...draft, name: '', concurrency: '' }), concurrency: null };
}

interface FiguresProps {
  readonly estimate: Estimate;
  readonly isToCompare: boolean;
}

function Figures({ estimate, isToCompare }: FiguresProps) {
  const { symbols, requests, bars, bytes: space, seconds, coveredFraction, isExact } = estimate;
  const figures: [string, string][] = [
    ['Symbols', count(symbols)],
    ['Requests', count(requests)],
    [isToCompare ? 'Bars to compare' : 'Bars', count(bars)],
    ['Disk space', bytes(space)],
    ['Time', seconds > 0 && seconds < 1 ? '< 1 s' : duration(seconds)],
    ['Covered already', percentOf({ coveredFraction })],
  ];
  return (
    <>
      <h2>{isExact ? 'Takes' : 'Takes at most'}</h2>
      <dl className={styles.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function wordsFor({ requests, isExact }: Estimate): string {
  if (requests === 0) return 'Nothing is left to ask for.';
  const kind = isExact ? 'Exact' : 'Upper bounds: the source may have fewer bars';
  return `${kind}. The time is by the requests that the source allows at present; other jobs prolong it.`;
}
