import { lazy, useEffect, useMemo } from 'react';
import { useApi } from '../api/client';
import { useStore } from '../api/store';
import { Revisions } from '../changes/revisions';
import { FoundSeries } from '../gaps/found-series';
import { GapList } from '../gaps/gap-list';
import { ToldGaps } from '../gaps/told-gaps';
import { Failure, FailureLine, Loading } from '../ui/blank';
import { Guarded } from '../ui/guarded';
import { count, INTERVAL_NAMES } from '../ui/format';
import uiStyles from '../ui/ui.module.css';
import { BarSeries, periodOf, type BarSeriesState, type BarsWanted } from './bar-series';
import { BarTable } from './bar-table';
import styles from './data.module.css';
import { Download } from './download';
import { gapsIn } from './gaps';

const PriceChart = lazy(() => import('./price-chart'));

/** The collected bars of one symbol, and what is known of them: gaps, and what was replaced. */
export function BarsView({ wanted }: { readonly wanted: BarsWanted }) {
  const api = useApi();
  const { source, symbol, interval } = wanted;
  const series = useMemo(() => new FoundSeries(api, { source, symbol, interval }), [api, source, symbol, interval]);
  const { from, to } = periodOf(wanted);
  return (
    <>
      <Bars wanted={wanted} series={series} />
      <div className={styles.facts}>
        <GapList series={series} from={from} to={to} />
        <Revisions series={series} />
      </div>
    </>
  );
}

interface BarsProps {
  readonly wanted: BarsWanted;
  readonly series: FoundSeries;
}

function Bars({ wanted, series }: BarsProps) {
  const api = useApi();
  const bars = useMemo(() => new BarSeries(api, wanted), [api, wanted]);
  const told = useMemo(() => new ToldGaps(api, series), [api, series]);
  const state = useStore(bars);
  useEffect(() => bars.open(), [bars]);
  if (state.error && !state.bars.length) {
    return <Failure message={state.error} onRetry={() => bars.retry()} />;
  }
  if (!state.isLoaded) return <Loading what="the bars" />;
  if (!state.bars.length) return <NoBars wanted={wanted} />;
  return <Shown wanted={wanted} series={bars} told={told} state={state} />;
}

interface ShownProps {
  readonly wanted: BarsWanted;
  readonly series: BarSeries;
  readonly told: ToldGaps;
  readonly state: BarSeriesState;
}

function Shown({ wanted, series, told, state: { bars, total, error } }: ShownProps) {
  const gaps = useMemo(() => gapsIn(bars, wanted.interval), [bars, wanted.interval]);
  return (
    <>
      <div className={styles.summary}>
        <p role="status">
          <strong>{wanted.symbol}</strong>: {count(total)} bars, {count(bars.length)} of them loaded
          {gaps.length > 0 && ` with ${count(gaps.length)} ${gaps.length === 1 ? 'gap' : 'gaps'}`}
        </p>
        <Download wanted={wanted} />
      </div>
      {error && <FailureLine message={`Older bars could not be loaded. ${error}`} onRetry={() => series.retry()} />}
      <div className={styles.columns}>
        <Guarded what="the chart">
          <PriceChart bars={bars} gaps={gaps} told={told} onOlder={() => series.loadOlder()} />
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
