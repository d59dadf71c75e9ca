import { useEffect, useRef } from 'react';
import {
  CandlestickSeries,
  createTimeChart,
  HistogramSeries,
  type IChartApi,
  type ISeriesApi,
  type UTCTimestamp,
} from '../ui/time-chart';
import { translucent } from '../ui/token-color';
import { useSchemeChanges } from '../ui/use-box';
import type { Bar } from './bar-series';
import styles from './data.module.css';

/** With fewer bars than this to the left of what is seen, older ones are asked for. */
const AHEAD = 50;

interface Drawn {
  readonly chart: IChartApi;
  readonly prices: ISeriesApi<'Candlestick'>;
  readonly volumes: ISeriesApi<'Histogram'>;
  readonly up: string;
  readonly down: string;
}

interface PriceChartProps {
  readonly bars: readonly Bar[];
  readonly onOlder: () => void;
}

/** Candlesticks with volume; older bars come as one scrolls back. */
export default function PriceChart({ bars, onOlder }: PriceChartProps) {
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
    return () => opened.chart.remove();
  }, [scheme]);
  useEffect(() => {
    if (drawn.current) fill(drawn.current, bars);
  }, [bars, scheme]);
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <div
      ref={box}
      className={styles.chart}
      role="img"
      aria-label={`Candlestick chart with volume, ${first?.time ?? ''} to ${last?.time ?? ''}; last price ${last?.close ?? ''}. The table has the same bars.`}
    />
  );
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
  return { chart, prices, volumes, up, down };
}

function fill({ prices, volumes, up, down }: Drawn, bars: readonly Bar[]): void {
  const precision = Math.min(8, (bars.at(-1)?.close.split('.')[1] ?? '').length);
  prices.applyOptions({ priceFormat: { type: 'price', precision, minMove: 10 ** -precision } });
  prices.setData(
    bars.map(({ time, open, high, low, close }) => ({
      time: secondsOf(time),
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
    })),
  );
  volumes.setData(
    bars.map(({ time, open, close, volume }) => ({
      time: secondsOf(time),
      value: Number(volume),
      color: translucent(Number(close) >= Number(open) ? up : down, 0.45),
    })),
  );
}

function secondsOf(iso: string): UTCTimestamp {
  return (new Date(iso).getTime() / 1_000) as UTCTimestamp;
}
