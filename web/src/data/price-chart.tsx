import { useEffect, useRef, useState } from 'react';
import { ChartControls } from '../ui/chart-controls';
import { ChartView } from '../ui/chart-view';
import { shortUtc } from '../ui/format';
import {
  CandlestickSeries,
  createTimeChart,
  HistogramSeries,
  type CandlestickData,
  type HistogramData,
  type IChartApi,
  type ISeriesApi,
  type UTCTimestamp,
} from '../ui/time-chart';
import { translucent } from '../ui/token-color';
import { useSchemeChanges } from '../ui/use-box';
import type { Bar } from './bar-series';
import { barPoints } from './bar-points';
import styles from './data.module.css';
import { GapBands } from './gap-bands';
import { nameOfGap, type Gap } from './gaps';

/** Number of gaps, the latest ones, in the chart's label for screen readers; the table lists all of them. */
const NAMED = 3;
/** Older bars are requested when fewer points than this lie to the left of the visible range. */
const AHEAD = 50;

interface Drawn {
  readonly chart: IChartApi;
  readonly prices: ISeriesApi<'Candlestick'>;
  readonly volumes: ISeriesApi<'Histogram'>;
  readonly bands: GapBands;
  readonly up: string;
  readonly down: string;
}

interface PriceChartProps {
  readonly bars: readonly Bar[];
  readonly gaps: readonly Gap[];
  readonly onOlder: () => void;
}

/** Candlesticks with volume, interrupted by gaps; scrolling back loads older bars. */
export default function PriceChart({ bars, gaps, onOlder }: PriceChartProps) {
  const [view] = useState(() => new ChartView('last'));
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  const older = useRef(onOlder);
  useEffect(() => {
    older.current = onOlder;
  }, [onOlder]);
  const scheme = useSchemeChanges();
  useEffect(() => {
    const opened = open(box.current!);
    drawn.current = opened;
    opened.chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range && range.from < AHEAD) older.current();
    });
    const detach = view.attach(opened.chart, box.current!);
    return () => {
      detach();
      opened.chart.remove();
    };
  }, [view, scheme]);
  useEffect(() => {
    if (drawn.current) fill(drawn.current, view, bars, gaps);
  }, [view, bars, gaps, scheme]);
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <div className={styles.plot}>
      <div
        ref={box}
        className={styles.chart}
        role="img"
        aria-label={`Candlestick chart with volume, ${first?.time ?? ''} to ${last?.time ?? ''}; last price ${last?.close ?? ''}. ${wordsFor(gaps)}The table has the same bars.`}
      />
      <ChartControls of="the prices" view={view} write={shortUtc} />
    </div>
  );
}

function wordsFor(gaps: readonly Gap[]): string {
  const named = gaps.slice(-NAMED).map((gap) => `${nameOfGap(gap)}. `);
  return named.join('') + (gaps.length > NAMED ? `${gaps.length - NAMED} more gaps before them. ` : '');
}

function open(element: HTMLElement): Drawn {
  const { chart, color } = createTimeChart(element, { isLocalTime: false });
  const [up, down] = [color('--up'), color('--down')];
  const prices = chart.addSeries(CandlestickSeries, {
    upColor: up,
    wickUpColor: up,
    downColor: down,
    wickDownColor: down,
    borderVisible: false,
  });
  const volumes = chart.addSeries(HistogramSeries, {
    priceScaleId: '',
    priceFormat: { type: 'volume' },
    priceLineVisible: false,
    lastValueVisible: false,
  });
  prices.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.26 } });
  volumes.priceScale().applyOptions({ scaleMargins: { top: 0.8, bottom: 0 } });
  const font = getComputedStyle(element).fontFamily;
  const bands = new GapBands({ fill: translucent(color('--line'), 0.6), text: color('--text-2'), font });
  prices.attachPrimitive(bands);
  return { chart, prices, volumes, bands, up, down };
}

function fill(
  { prices, volumes, bands, up, down }: Drawn,
  view: ChartView,
  bars: readonly Bar[],
  gaps: readonly Gap[],
): void {
  const precision = Math.min(8, (bars.at(-1)?.close.split('.')[1] ?? '').length);
  prices.applyOptions({ priceFormat: { type: 'price', precision, minMove: 10 ** -precision } });
  const points = barPoints(bars, gaps, { up: translucent(up, 0.45), down: translucent(down, 0.45) });
  view.show(points.times, () => {
    prices.setData(points.candles as CandlestickData<UTCTimestamp>[]);
    volumes.setData(points.volumes as HistogramData<UTCTimestamp>[]);
  });
  bands.show(points.bands);
}
