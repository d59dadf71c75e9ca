import { useQuery } from '@apollo/client/react';
import { useRef, useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { SearchField } from 'react-aria-components/SearchField';
import { useSearchParams } from 'wouter';
import { SourcesDocument } from '../generated/graphql';
import { Choice } from '../ui/choice';
import { STATE_NAMES } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import styles from './jobs.module.css';

const ALL = 'all';

/** By state, source and name. */
export function Filters() {
  const [search, setSearch] = useSearchParams();
  const { data } = useQuery(SourcesDocument);
  const choose = (key: string, value: string) =>
    setSearch(
      (known) => {
        const next = new URLSearchParams(known);
        if (value && value !== ALL) next.set(key, value);
        else next.delete(key);
        return next;
      },
      { replace: true },
    );
  const states = Object.entries(STATE_NAMES).map(([id, name]) => ({ id, name }));
  const sources = (data?.sources ?? []).map(({ name }) => ({ id: name, name }));
  return (
    <div className={styles.filters} role="search" aria-label="Filter jobs">
      <NameField name={search.get('name') ?? ''} onChoose={(value) => choose('name', value)} />
      <Choice
        label="State"
        options={[{ id: ALL, name: 'All states' }, ...states]}
        value={search.get('state') ?? ALL}
        onChange={(value) => choose('state', value)}
      />
      <Choice
        label="Source"
        options={[{ id: ALL, name: 'All sources' }, ...sources]}
        value={search.get('source') ?? ALL}
        onChange={(value) => choose('source', value)}
      />
    </div>
  );
}

/** How long a pause in typing is, in milliseconds: the list does not follow every letter. */
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
