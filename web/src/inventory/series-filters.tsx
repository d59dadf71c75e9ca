import { useQuery } from '@apollo/client/react';
import { SourcesDocument } from '../generated/graphql';
import { Choice } from '../ui/choice';
import { INTERVAL_NAMES } from '../ui/format';
import { TypedSearch } from '../ui/typed-search';
import uiStyles from '../ui/ui.module.css';
import { useSearch } from '../ui/use-search';
import styles from './inventory.module.css';

const INTERVALS = [
  { id: '', name: 'All intervals' },
  ...Object.entries(INTERVAL_NAMES).map(([id, name]) => ({ id, name })),
];

/** Filters the inventory by symbol, source and interval. */
export function SeriesFilters() {
  const [given, set] = useSearch();
  const { data } = useQuery(SourcesDocument);
  const sources = (data?.sources ?? []).map(({ name }) => ({ id: name, name }));
  return (
    <div className={`${uiStyles.card} ${styles.filters}`} role="search" aria-label="Filter series">
      <TypedSearch
        label="Symbol contains"
        value={given('search')}
        onChoose={(value) => set('search', value)}
        isLabelled
      />
      <Choice
        label="Source"
        isLabelled
        options={[{ id: '', name: 'All sources' }, ...sources]}
        value={given('source')}
        onChange={(value) => set('source', value)}
      />
      <Choice
        label="Interval"
        isLabelled
        options={INTERVALS}
        value={given('interval')}
        onChange={(value) => set('interval', value)}
      />
    </div>
  );
}
