import { useQuery } from '@apollo/client/react';
import { lazy, useEffect, useMemo } from 'react';
import { useApi } from '../api/client';
import { useStore } from '../api/store';
import { SourcesDocument, type BarInterval } from '../generated/graphql';
import { Failure, FailureLine, Loading } from '../ui/blank';
import { Guarded } from '../ui/guarded';
import { count, INTERVAL_NAMES } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import { useSearch } from '../ui/use-search';
import { BarSeries, type BarSeriesState, type BarsWanted } from './bar-series';
import { BarTable } from './bar-table';
import { Chooser } from './chooser';
import { CsvDownload } from './csv-download';
import styles from './data.module.css';
import { gapsIn } from './gaps';

const PriceChart = lazy(() => import('./price-chart'));

/** The collected bars of one symbol; the address selects them. */
export default function DataPage() {
  const { wanted, choose } = useWanted();
  return (
    <>
      <h1>Data</h1>
      <Chooser wanted={wanted} onChoose={choose} />
      {wanted.symbol ? <Bars wanted={wanted} /> : <NoSymbol />}
    </>
  );
}

function Bars({ wanted }: { readonly wanted: BarsWanted }) {
  const api = useApi();
  const series = useMemo(() => new BarSeries(api, wanted), [api, wanted]);
  const state = useStore(series);
  useEffect(() => series.open(), [series]);
  if (state.error && !state.bars.length) {
    return <Failure message={state.error} onRetry={() => series.retry()} />;
  }
  if (!state.isLoaded) return <Loading what="the bars" />;
  if (!state.bars.length) return <NoBars wanted={wanted} />;
  return <Shown wanted={wanted} series={series} state={state} />;
}

interface ShownProps {
  readonly wanted: BarsWanted;
  readonly series: BarSeries;
  readonly state: BarSeriesState;
}

function Shown({ wanted, series, state: { bars, total, error } }: ShownProps) {
  const gaps = useMemo(() => gapsIn(bars, wanted.interval), [bars, wanted.interval]);
  return (
    <>
      <div className={styles.summary}>
        <p role="status">
          <strong>{wanted.symbol}</strong>: {count(total)} bars, {count(bars.length)} of them loaded
          {gaps.length > 0 && ` with ${count(gaps.length)} ${gaps.length === 1 ? 'gap' : 'gaps'}`}
        </p>
        <CsvDownload wanted={wanted} />
      </div>
      {error && <FailureLine message={`Older bars could not be loaded. ${error}`} onRetry={() => series.retry()} />}
      <div className={styles.columns}>
        <Guarded what="the chart">
          <PriceChart bars={bars} gaps={gaps} onOlder={() => series.loadOlder()} />
        </Guarded>
        <BarTable bars={bars} gaps={gaps} onOlder={() => series.loadOlder()} />
      </div>
    </>
  );
}

function NoSymbol() {
  return (
    <div className={uiStyles.blank}>
      <h2>Which symbol?</h2>
      <p>Choose one above to see its bars.</p>
    </div>
  );
}

function NoBars({ wanted: { symbol, source, interval } }: { readonly wanted: BarsWanted }) {
  return (
    <div className={uiStyles.blank}>
      <h2>No bars yet</h2>
      <p>
        Nothing is stored of {symbol} from {source} at {INTERVAL_NAMES[interval]}, in this period.
      </p>
    </div>
  );
}

function useWanted() {
  const [given, choose] = useSearch();
  const { data } = useQuery(SourcesDocument);
  const source = given('source') || data?.sources[0]?.name || '';
  const [symbol, from, to] = [given('symbol'), dateIn(given('from')), dateIn(given('to'))];
  const interval = intervalIn(given('interval'));
  const wanted = useMemo(() => ({ source, symbol, interval, from, to }), [source, symbol, interval, from, to]);
  return { wanted, choose };
}

/** Returns the word if it is a date, else ''. */
function dateIn(word: string): string {
  return /^\d{4}-\d\d-\d\d$/.test(word) && !isNaN(Date.parse(word)) ? word : '';
}

function intervalIn(word: string): BarInterval {
  return Object.hasOwn(INTERVAL_NAMES, word) ? (word as BarInterval) : 'ONE_HOUR';
}
