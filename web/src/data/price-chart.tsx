import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from '../api/store';
import { bandAt, bandsOf, namedGaps, withWholeGaps, wordsOfGap, type NamedGap } from '../gaps/bands';
import { ChartGaps } from '../gaps/chart-gaps';
import type { ToldGaps } from '../gaps/told-gaps';
import { ChartControls } from '../ui/chart-controls';
import { ChartView } from '../ui/chart-view';
import { shortUtc } from '../ui/format';
import { useSchemeChanges } from '../ui/use-box';
import type { Bar } from './bar-series';
import { barPoints } from './bar-points';
import styles from './data.module.css';
import type { Gap } from './gaps';
import { drawPoints, openDrawing, type PriceDrawing } from './price-drawing';

/** Number of gaps, the latest ones, in the chart's label for screen readers; the tables list all of them. */
const NAMED = 3;
/** Older bars are requested when fewer points than this lie to the left of the visible range. */
const AHEAD = 50;
/** How far from a gap a pointer or a finger may be that means it, in pixels. */
const REACH = 8;

interface PriceChartProps {
  readonly bars: readonly Bar[];
  readonly gaps: readonly Gap[];
  /** The reasons of the gaps in sight. */
  readonly told: ToldGaps;
  readonly onOlder: () => void;
}

/** Candlesticks with volume, interrupted by gaps; scrolling back loads older bars. */
export default function PriceChart({ bars, gaps, told, onOlder }: PriceChartProps) {
  const [view] = useState(() => new ChartView('last'));
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<PriceDrawing | null>(null);
  const { gaps: reasons, isCut } = useStore(told);
  const named = useMemo(() => namedGaps(gaps, reasons), [gaps, reasons]);
  const points = useMemo(() => barPoints(bars, gaps), [bars, gaps]);
  const bands = useMemo(() => bandsOf(named, points.times), [named, points]);
  const [notedAt, setNotedAt] = useState<number | null>(null);
  const noted = notedAt === null ? null : (named.find(({ from, to }) => from <= notedAt && notedAt < to) ?? null);
  const note = ({ from }: NamedGap) => setNotedAt(from);
  const moved = useRef({ older: onOlder, pointed: (_x: number) => undefined as void });
  useEffect(() => {
    moved.current = {
      older: onOlder,
      pointed: (x) => {
        const at = drawing.current?.bands.placeAt(x);
        const band = at && bandAt(bands, at.place, REACH * at.perPixel);
        if (band) note(band.gap);
      },
    };
  }, [onOlder, bands]);
  const scheme = useSchemeChanges();
  useEffect(() => {
    const opened = openDrawing(box.current!);
    const { chart } = opened;
    drawing.current = opened;
    chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range && range.from < AHEAD) moved.current.older();
    });
    chart.subscribeCrosshairMove(({ point }) => point && moved.current.pointed(point.x));
    chart.subscribeClick(({ point }) => point && moved.current.pointed(point.x));
    const detach = view.attach(chart, box.current!);
    return () => {
      detach();
      chart.remove();
    };
  }, [view, scheme]);
  useEffect(() => {
    if (drawing.current) drawPoints(drawing.current, view, bars, points);
  }, [view, bars, points, scheme]);
  useEffect(() => drawing.current?.bands.show(bands), [bands, scheme]);
  useLookedAt(view, told, gaps);
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <div className={styles.plot}>
      <div
        ref={box}
        className={styles.chart}
        role="img"
        aria-label={`Candlestick chart with volume, ${first?.time ?? ''} to ${last?.time ?? ''}; last price ${last?.close ?? ''}. ${wordsFor(named)}The table has the same bars.`}
      />
      <ChartControls of="the prices" view={view} write={shortUtc} />
      <ChartGaps gaps={named} noted={noted} onNote={note} isCut={isCut} view={view} />
    </div>
  );
}

/** Has the reasons of the gaps in sight told. */
function useLookedAt(view: ChartView, told: ToldGaps, gaps: readonly Gap[]): void {
  useEffect(() => {
    const look = () => {
      const seen = view.get();
      // A chart without gaps has no reasons to ask for.
      if (seen && gaps.length) told.look(withWholeGaps(seen, gaps));
    };
    look();
    const end = view.subscribe(look);
    return () => {
      end();
      told.close();
    };
  }, [view, told, gaps]);
}

function wordsFor(gaps: readonly NamedGap[]): string {
  const named = gaps.slice(-NAMED).map((gap) => `${wordsOfGap(gap)}. `);
  return named.join('') + (gaps.length > NAMED ? `${gaps.length - NAMED} more gaps before them. ` : '');
}
