import { useEffect, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useApi } from '../api/client';
import type { Paged } from '../api/paged';
import { useStore } from '../api/store';
import { useMayCommand } from '../api/viewer';
import { RepairButton } from '../control/repair-button';
import { Failure, FailureLine, Loading } from '../ui/blank';
import { Button } from '../ui/button';
import { count, INTERVAL_NAMES } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import { useSearch } from '../ui/use-search';
import styles from './inventory.module.css';
import { mayHaveGaps, Selection, type Selected } from './selection';
import { useSeriesFilter, type SeriesFilter } from './series-filter';
import { SeriesFilters } from './series-filters';
import { seriesList, type Series } from './series-list';
import { inOrder, orderIn, wordAfterPress } from './series-order';
import { SeriesTable } from './series-table';

/** All stored series, with what is covered of each. */
export function Inventory() {
  const api = useApi();
  const filter = useSeriesFilter();
  const list = useMemo(() => seriesList(api, filter), [api, filter]);
  useEffect(() => list.open(), [list]);
  return (
    <>
      <SeriesFilters />
      <Found list={list} filter={filter} />
    </>
  );
}

interface FoundProps {
  readonly list: Paged<Series>;
  readonly filter: SeriesFilter;
}

function Found({ list, filter }: FoundProps) {
  const { entries: series, isLoaded, error } = useStore(list);
  // Kept while the filter changes: series of several searches can be selected.
  const [selected, setSelected] = useState<Selected>(new Map());
  if (error && !series.length) return <Failure message={error} onRetry={() => list.loadMore()} />;
  if (!isLoaded) return <Loading what="the series" />;
  const isFiltered = Object.values(filter).some((value) => value !== null);
  if (!series.length) return isFiltered ? <NothingFits /> : <NothingStored />;
  return <Listed list={list} filter={filter} selected={selected} onSelect={setSelected} />;
}

interface ListedProps extends FoundProps {
  readonly selected: Selected;
  readonly onSelect: (selected: Selected) => void;
}

function Listed({ list, filter, selected, onSelect }: ListedProps) {
  const { entries: series, total, isLoading, error } = useStore(list);
  const [given, set] = useSearch();
  const mayCommand = useMayCommand() === true;
  const word = given('sort');
  const order = useMemo(() => orderIn(word), [word]);
  const rows = useMemo(() => inOrder(series, order), [series, order]);
  const isPart = series.length < total;
  return (
    <div className={styles.inventory}>
      <p role="status">
        {count(total)} series{isPart && `, ${count(series.length)} of them loaded`}
        {isPart && order && '. Only the loaded ones are sorted: others may belong before or between them'}
      </p>
      {mayCommand && <Selection selected={selected} onSelect={onSelect} />}
      <RepairFiltered filter={filter} series={series} />
      <SeriesTable
        rows={rows}
        order={order}
        onOrder={(column) => set('sort', wordAfterPress(order, column))}
        selected={selected}
        onSelect={mayCommand ? onSelect : null}
      />
      {error && <FailureLine message={`More could not be loaded. ${error}`} onRetry={() => list.loadMore()} />}
      {isPart && !error && (
        <Button onPress={() => list.loadMore()} isPending={isLoading}>
          Show more
        </Button>
      )}
    </div>
  );
}

/** Repairs all series that the filter shows, if they are all of a source and interval, and more may be missing. */
function RepairFiltered({ filter, series }: { readonly filter: SeriesFilter; readonly series: readonly Series[] }) {
  const { source, interval, symbolContains } = filter;
  if (!source || !interval || symbolContains || !series.some(mayHaveGaps)) return null;
  return (
    <RepairButton repaired={{ source, interval }}>
      Repair all gaps of {source}, {INTERVAL_NAMES[interval]}
    </RepairButton>
  );
}

function NothingStored() {
  const mayCommand = useMayCommand();
  return (
    <div className={uiStyles.blank}>
      <h2>No bars yet</h2>
      <p>What jobs collect is listed here, with what is covered of each symbol.</p>
      {mayCommand && (
        <Link href="/new" className={`${uiStyles.button} ${uiStyles.primary}`}>
          Start a collection
        </Link>
      )}
    </div>
  );
}

function NothingFits() {
  return (
    <div className={uiStyles.blank}>
      <h2>No series fits</h2>
      <p>Nothing is stored that this filter lets through.</p>
      <Link href="/data" className={uiStyles.button}>
        Show all series
      </Link>
    </div>
  );
}
