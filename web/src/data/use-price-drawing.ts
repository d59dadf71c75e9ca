import { useEffect, useRef, type RefObject } from 'react';
import { bandAt, type Band, type NamedGap } from '../gaps/bands';
import type { ChartView } from '../ui/chart-view';
import { useSchemeChanges } from '../ui/use-box';
import type { BarPoints } from './bar-points';
import type { Bar } from './bar-series';
import { drawPoints, openDrawing, type PriceDrawing } from './price-drawing';

/** Older bars are requested when fewer points than this lie to the left of the visible range. */
const AHEAD = 50;
/** How far from a gap a pointer or a finger may be that means it, in pixels. */
const REACH = 8;

interface Drawn {
  readonly view: ChartView;
  readonly bars: readonly Bar[];
  readonly points: BarPoints;
  readonly bands: readonly Band[];
  /** The oldest bars come into sight. */
  readonly onOlder: () => void;
  /** The reader points at a gap, or taps it. */
  readonly onPoint: (gap: NamedGap) => void;
}

/** Draws bars and the gaps between them. @returns the element to draw in */
export function usePriceDrawing({
  view,
  bars,
  points,
  bands,
  onOlder,
  onPoint,
}: Drawn): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<PriceDrawing | null>(null);
  const latest = useRef({ bands, onOlder, onPoint });
  useEffect(() => {
    latest.current = { bands, onOlder, onPoint };
  });
  const scheme = useSchemeChanges();
  useEffect(() => {
    const opened = openDrawing(box.current!);
    const { chart } = opened;
    drawing.current = opened;
    chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range && range.from < AHEAD) latest.current.onOlder();
    });
    const point = (x: number) => {
      const gap = gapAt(opened, latest.current.bands, x);
      if (gap) latest.current.onPoint(gap);
    };
    // Without an event of the pointer it is the chart that has moved.
    chart.subscribeCrosshairMove(({ point: at, sourceEvent }) => at && sourceEvent && point(at.x));
    chart.subscribeClick(({ point: at }) => at && point(at.x));
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
  return box;
}

function gapAt(drawing: PriceDrawing, bands: readonly Band[], x: number): NamedGap | null {
  const at = drawing.bands.placeAt(x);
  return (at && bandAt(bands, at.place, REACH * at.perPixel)?.gap) ?? null;
}
