import { useQuery } from '@apollo/client/react';
import { SourcesDocument } from '../generated/graphql';
import { Choice } from '../ui/choice';
import { STATE_NAMES, VERDICT_NAMES } from '../ui/format';
import { TypedSearch } from '../ui/typed-search';
import { useSearch } from '../ui/use-search';
import styles from './jobs.module.css';

/** The choice, in the place of a verdict, of all jobs that need attention. */
export const ATTENTION = 'attention';

/** Filters by state, source, name, verdict and failures. */
export function Filters() {
  const [given, set] = useSearch();
  const { data } = useQuery(SourcesDocument);
  const states = Object.entries(STATE_NAMES).map(([id, name]) => ({ id, name }));
  const sources = (data?.sources ?? []).map(({ name }) => ({ id: name, name }));
  return (
    <div className={styles.filters} role="search" aria-label="Filter jobs">
      <TypedSearch
        label="Name contains"
        placeholder="Name"
        value={given('name')}
        onChoose={(value) => set('name', value)}
      />
      <Choice
        label="State"
        options={[{ id: '', name: 'All states' }, ...states]}
        value={given('state')}
        onChange={(value) => set('state', value)}
      />
      <Choice
        label="Source"
        options={[{ id: '', name: 'All sources' }, ...sources]}
        value={given('source')}
        onChange={(value) => set('source', value)}
      />
      <Choice label="Verdict" options={VERDICTS} value={given('verdict')} onChange={(value) => set('verdict', value)} />
      <Choice
        label="Failures"
        options={FAILURES}
        value={given('failures')}
        onChange={(value) => set('failures', value)}
      />
    </div>
  );
}

const VERDICTS = [
  { id: '', name: 'All verdicts' },
  { id: ATTENTION, name: 'Needs attention' },
  ...Object.entries(VERDICT_NAMES).map(([id, name]) => ({ id, name })),
];
const FAILURES = [
  { id: '', name: 'All outcomes' },
  { id: 'with', name: 'With failures' },
  { id: 'without', name: 'Without failures' },
];
