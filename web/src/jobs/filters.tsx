import { useQuery } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { SourcesDocument } from '../generated/graphql';
import { Choice } from '../ui/choice';
import { STATE_NAMES } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import { useSearch } from '../ui/use-search';
import styles from './jobs.module.css';

/** Filters by state, source, name, and failures. */
export function Filters() {
  const [given, set] = useSearch();
  const { data } = useQuery(SourcesDocument);
  const states = Object.entries(STATE_NAMES).map(([id, name]) => ({ id, name }));
  const sources = (data?.sources ?? []).map(({ name }) => ({ id: name, name }));
  return (
    <div className={styles.filters} role="search" aria-label="Filter jobs">
      <NameField name={given('name')} onChoose={(value) => set('name', value)} />
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
      <Choice
        label="Failures"
        options={FAILURES}
        value={given('failures')}
        onChange={(value) => set('failures', value)}
      />
    </div>
  );
}

const FAILURES = [
  { id: '', name: 'All outcomes' },
  { id: 'with', name: 'With failures' },
  { id: 'without', name: 'Without failures' },
];

/** The list follows the typed name after this pause, in milliseconds. */
const TYPED_MS = 250;

function NameField({ name, onChoose }: { readonly name: string; readonly onChoose: (name: string) => void }) {
  const [typed, setTyped] = useState(name);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const type = (value: string) => {
    setTyped(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChoose(value), TYPED_MS);
  };
  return (
    <SearchField aria-label="Name contains" className={uiStyles.field} value={typed} onChange={type}>
      <Input placeholder="Name" maxLength={200} />
    </SearchField>
  );
}
