import { GapBands } from '../gaps/gap-bands';
import type { ChartView } from '../ui/chart-view';
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
import type { Bar } from './bar-series';
import type { BarPoints } from './bar-points';

/** A chart of prices that is on the screen. */
export interface PriceDrawing {
  readonly chart: IChartApi;
  readonly bands: GapBands;
  readonly prices: ISeriesApi<'Candlestick'>;
  readonly volumes: ISeriesApi<'Histogram'>;
  /** Colours of volumes. */
  readonly up: string;
  readonly down: string;
}

export function openDrawing(element: HTMLElement): PriceDrawing {
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
  const bands = new GapBands({
    fill: translucent(color('--line'), 0.6),
    ground: color('--surface'),
    text: color('--text'),
    font: getComputedStyle(element).fontFamily,
    color,
  });
  prices.attachPrimitive(bands);
  return { chart, bands, prices, volumes, up: translucent(up, 0.45), down: translucent(down, 0.45) };
}

export function drawPoints(
  { prices, volumes, up, down }: PriceDrawing,
  view: ChartView,
  bars: readonly Bar[],
  points: BarPoints,
): void {
  const precision = Math.min(8, (bars.at(-1)?.close.split('.')[1] ?? '').length);
  prices.applyOptions({ priceFormat: { type: 'price', precision, minMove: 10 ** -precision } });
  const colored = points.volumes.map(({ isUp, ...volume }) => ({ ...volume, color: isUp ? up : down }));
  view.show(points.times, () => {
    prices.setData(points.candles as CandlestickData<UTCTimestamp>[]);
    volumes.setData(colored as HistogramData<UTCTimestamp>[]);
  });
}
