import { ColorType, createChart, type IChartApi } from 'lightweight-charts';
import { tokenColor } from './token-color';

export { AreaSeries, CandlestickSeries, HistogramSeries } from 'lightweight-charts';
export type {
  AutoscaleInfo,
  CandlestickData,
  HistogramData,
  IChartApi,
  ISeriesApi,
  ISeriesPrimitive,
  ITimeScaleApi,
  Logical,
  SeriesAttachedParameter,
  Time,
  UTCTimestamp,
} from 'lightweight-charts';

/** Of a point, in pixels: some ten thousand are seen at once. */
const NARROWEST = 0.05;

interface TimeChart {
  readonly chart: IChartApi;
  /** The value of a colour token, as a chart takes it. */
  readonly color: (token: string) => string;
}

/** A chart in the page's colours. Its library is named in the footer, as its licence asks. */
export function createTimeChart(element: HTMLElement, { isLocalTime }: { readonly isLocalTime: boolean }): TimeChart {
  const color = (token: string) => tokenColor(element, token);
  const chart = createChart(element, {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: color('--text-2'),
      fontFamily: getComputedStyle(element).fontFamily,
      // It would add a style of its own, which the page's policy does not let in.
      attributionLogo: false,
    },
    grid: { vertLines: { color: color('--line') }, horzLines: { color: color('--line') } },
    rightPriceScale: { borderColor: color('--line') },
    timeScale: {
      borderColor: color('--line'),
      timeVisible: true,
      secondsVisible: isLocalTime,
      minBarSpacing: NARROWEST,
      lockVisibleTimeRangeOnResize: true,
      ...(isLocalTime && { tickMarkFormatter: localTime }),
    },
    // The wheel scrolls the page, and so does a finger up and down; ChartView has its zoom.
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false, axisDoubleClickReset: { time: false, price: true } },
    // Nothing moves any more when the reader has let go.
    kineticScroll: { touch: false, mouse: false },
    ...(isLocalTime && { localization: { timeFormatter: localTime } }),
  });
  return { chart, color };
}

function localTime(time: unknown): string {
  return typeof time === 'number' ? new Date(time * 1_000).toLocaleTimeString('en-GB') : '';
}
