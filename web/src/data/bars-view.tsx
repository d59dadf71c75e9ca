import { lazy, useEffect, useMemo } from 'react';
import { useApi } from '../api/client';
import { useStore } from '../api/store';
import { Failure, FailureLine, Loading } from '../ui/blank';
import { Guarded } from '../ui/guarded';
import { count, INTERVAL_NAMES } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import { BarSeries, type BarSeriesState, type BarsWanted } from './bar-series';
import { BarTable } from './bar-table';
import { CsvDownload } from './csv-download';
import styles from './data.module.css';
import { gapsIn } from './gaps';

const PriceChart = lazy(() => import('./price-chart'));

/** The collected bars of one symbol. */
export function BarsView({ wanted }: { readonly wanted: BarsWanted }) {
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
