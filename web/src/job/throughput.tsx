import { useEffect, useMemo, useRef, useState } from 'react';
import { ChartControls } from '../ui/chart-controls';
import { ChartView } from '../ui/chart-view';
import { localTime, rate } from '../ui/format';
import { AreaSeries, createTimeChart, type AutoscaleInfo, type ISeriesApi, type UTCTimestamp } from '../ui/time-chart';
import { translucent } from '../ui/token-color';
import uiStyles from '../ui/ui.module.css';
import type { CurvePoint } from './job-story';
import styles from './job.module.css';
import { useSchemeChanges } from '../ui/use-box';

const POINTS = 120;

/** Symbols done per second, from the first event until now. */
export default function Throughput({ curve }: { readonly curve: readonly CurvePoint[] }) {
  const box = useRef<HTMLDivElement>(null);
  const [view] = useState(() => new ChartView('all'));
  const series = useRef<ISeriesApi<'Area'> | null>(null);
  const scheme = useSchemeChanges();
  const points = useMemo(() => ratesOf(curve), [curve]);
  useEffect(() => {
    const { chart, color } = createTimeChart(box.current!, { isLocalTime: true });
    series.current = chart.addSeries(AreaSeries, {
      lineColor: color('--accent'),
      topColor: translucent(color('--accent'), 0.4),
      bottomColor: translucent(color('--accent'), 0.03),
      lineWidth: 2,
      priceLineVisible: false,
      lastValueVisible: false,
      // The scale begins at 0, however even the throughput is.
      autoscaleInfoProvider: (own: () => AutoscaleInfo | null) => {
        const maxValue = own()?.priceRange?.maxValue ?? 0;
        return { priceRange: { minValue: 0, maxValue: maxValue || 1 } };
      },
    });
    const detach = view.attach(chart, box.current!);
    return () => {
      detach();
      chart.remove();
    };
  }, [view, scheme]);
  useEffect(() => {
    const times = points.map(({ time }) => time);
    const data = points.map(({ time, value }) => ({ time: time as UTCTimestamp, value }));
    view.show(times, () => series.current?.setData(data));
  }, [view, points, scheme]);
  const peak = Math.max(0, ...points.map(({ value }) => value));
  return (
    <section className={uiStyles.card} aria-labelledby="throughput">
      <h2 id="throughput">Throughput</h2>
      {points.length < 2 && <p className={uiStyles.hint}>There is nothing to draw yet.</p>}
      <div
        ref={box}
        className={styles.chart}
        role="img"
        aria-label={`Symbols per second over time; at most ${rate(peak)}`}
        hidden={points.length < 2}
      />
      {points.length > 1 && <ChartControls of="the throughput" view={view} write={onClock} />}
      <p className={uiStyles.hint}>Symbols per second, on your clock. A pause shows as nothing.</p>
    </section>
  );
}

function onClock(seconds: number): string {
  return localTime(new Date(seconds * 1_000).toISOString());
}

/** Converts cumulative counts to rates in equal spans; times in whole seconds. */
function ratesOf(curve: readonly CurvePoint[]): { time: number; value: number }[] {
  const known = curve.map(({ at, progress }) => ({ time: new Date(at).getTime() / 1_000, done: progress.done }));
  const [first, last] = [known.at(0), known.at(-1)];
  if (!first || !last) return [];
  const span = Math.max(1, Math.ceil((last.time - first.time) / POINTS));
  const begin = Math.floor(first.time);
  const rates = [];
  let index = 0;
  let before = first.done;
  // An incomplete last span is left out: it would look like a drop.
  for (let time = begin; time + span <= last.time || time === begin; time += span) {
    while (index < known.length - 2 && known[index + 1]!.time <= time + span) index += 1;
    const done = between(known[index]!, known[index + 1] ?? last, time + span);
    rates.push({ time, value: Math.max(0, done - before) / span });
    before = done;
  }
  return rates;
}

/** Interpolates linearly between two points. */
function between(a: Point, b: Point, time: number): number {
  if (b.time <= a.time) return b.done;
  const share = Math.min(Math.max((time - a.time) / (b.time - a.time), 0), 1);
  return a.done + (b.done - a.done) * share;
}

interface Point {
  readonly time: number;
  readonly done: number;
}
