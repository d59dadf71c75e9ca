import { ColorType, createChart, type IChartApi } from 'lightweight-charts';
import { tokenColor } from './token-color';

export { AreaSeries, CandlestickSeries, HistogramSeries } from 'lightweight-charts';
export type { AutoscaleInfo, IChartApi, ISeriesApi, UTCTimestamp } from 'lightweight-charts';

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
      ...(isLocalTime && { tickMarkFormatter: localTime }),
    },
    ...(isLocalTime && { localization: { timeFormatter: localTime } }),
  });
  return { chart, color };
}

function localTime(time: unknown): string {
  return typeof time === 'number' ? new Date(time * 1_000).toLocaleTimeString('en-GB') : '';
}
