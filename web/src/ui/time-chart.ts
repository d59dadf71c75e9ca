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

/** Minimum distance of two points in pixels: lets some ten thousand be visible at once. */
const NARROWEST = 0.05;

interface TimeChart {
  readonly chart: IChartApi;
  /** Resolves a colour token to a value that the chart accepts. */
  readonly color: (token: string) => string;
}

/** Creates a chart in the page's colours. The footer names the library, as its licence requires. */
export function createTimeChart(element: HTMLElement, { isLocalTime }: { readonly isLocalTime: boolean }): TimeChart {
  const color = (token: string) => tokenColor(element, token);
  const chart = createChart(element, {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: color('--text-2'),
      fontFamily: getComputedStyle(element).fontFamily,
      // The logo adds a style element, which the page's Content-Security-Policy blocks.
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
    // Wheel and vertical touch moves scroll the page; ChartView implements zooming.
    handleScroll: { mouseWheel: false, vertTouchDrag: false },
    handleScale: { mouseWheel: false, axisDoubleClickReset: { time: false, price: true } },
    // No motion after the reader releases the pointer.
    kineticScroll: { touch: false, mouse: false },
    ...(isLocalTime && { localization: { timeFormatter: localTime } }),
  });
  return { chart, color };
}

function localTime(time: unknown): string {
  return typeof time === 'number' ? new Date(time * 1_000).toLocaleTimeString('en-GB') : '';
}
