import { Store } from '../api/store';
import type { IChartApi } from './time-chart';
import { placeOf, timeAt } from './time-positions';

/** In seconds. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** Lower bound of the visible range, in points. */
const FEWEST = 5;
/** Pixels per unit of a wheel delta in pixels, lines or pages (WheelEvent.deltaMode). */
const PIXELS_OF = [1, 16, 400];

/**
 * The visible range of a chart, which is also its published state. A range that the reader has chosen is kept when data
 * arrive and when the chart is recreated; while it includes the last point, it follows new data.
 */
export class ChartView extends Store<Period | null> {
  private chart: IChartApi | null = null;
  private times: readonly number[] = [];
  private chosen: Period | null = null;
  /** The time of the last point when `chosen` includes it, to be followed; null if `chosen` does not move. */
  private followed: number | null = null;
  /** A move of the chart by code is pending, not one by the reader. */
  private isPlacing = false;
  /** The reader holds a pointer down on the chart. */
  private isHeld = false;

  /** @param unchosen what is visible while no range is chosen: all points, or the chart's last ones */
  constructor(private readonly unchosen: 'all' | 'last') {
    super(null);
  }

  /** @returns a function that ends it */
  attach(chart: IChartApi, element: HTMLElement): () => void {
    this.chart = chart;
    chart.timeScale().subscribeVisibleLogicalRangeChange((places) => places && this.moved(places));
    const listening = new AbortController();
    const { signal } = listening;
    element.addEventListener('wheel', (event) => this.wheel(event, element), { passive: false, signal });
    element.addEventListener('pointerdown', () => (this.isHeld = true), { signal });
    for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, () => this.released(), { signal });
    return () => {
      listening.abort();
      this.chart = null;
    };
  }

  /** Shows new data: `draw` passes points at these times to the chart. */
  show(times: readonly number[], draw: () => void): void {
    this.isPlacing = true;
    draw();
    this.times = times;
    this.place();
  }

  /**
   * @param factor below 1 zooms in
   * @param anchor the position that stays fixed; default: the right edge at the end, else the middle
   */
  zoom(factor: number, anchor?: number): void {
    const seen = this.seen();
    if (!seen) return;
    const fixed = anchor ?? (this.isAtEnd(seen) ? this.times.length - 1 : (seen.from + seen.to) / 2);
    const span = seen.to - seen.from;
    const wanted = Math.min(Math.max(span * factor, FEWEST), Math.max(this.times.length, FEWEST));
    const share = wanted / span;
    this.choose({ from: fixed - (fixed - seen.from) * share, to: fixed + (seen.to - fixed) * share });
  }

  /** @param share fraction of the visible range; negative pans to earlier times */
  pan(share: number): void {
    const seen = this.seen();
    if (!seen) return;
    const span = seen.to - seen.from;
    const by = Math.min(Math.max(span * share, FEWEST - seen.to), this.times.length - FEWEST - seen.from);
    this.choose({ from: seen.from + by, to: seen.to + by });
  }

  /** Shows a time in the middle; the width of the visible range stays. */
  centre(time: number): void {
    const seen = this.seen();
    if (!seen) return;
    const half = (seen.to - seen.from) / 2;
    const middle = placeOf(this.times, time);
    this.choose({ from: middle - half, to: middle + half });
  }

  /** Shows all points and discards the chosen range. */
  fit(): void {
    this.chosen = null;
    this.placing();
    this.chart?.timeScale().fitContent();
  }

  private wheel(event: WheelEvent, element: HTMLElement): void {
    // Without a modifier the wheel scrolls the page. Browsers report a pinch on a touchpad as a wheel event with Ctrl.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const seen = this.seen();
    const width = this.chart?.timeScale().width();
    if (!seen || !width) return;
    const share = (event.clientX - element.getBoundingClientRect().left) / width;
    const pixels = event.deltaY * (PIXELS_OF[event.deltaMode] ?? 1);
    this.zoom(Math.exp(Math.min(Math.max(pixels, -400), 400) / 500), seen.from + share * (seen.to - seen.from));
  }

  /** The visible range in positions; while a move is pending, its target. */
  private seen(): Period | null {
    if (this.isPlacing && this.chosen) return this.placesOf(this.chosen);
    return this.chart?.timeScale().getVisibleLogicalRange() ?? null;
  }

  private moved(places: Period): void {
    // During a move the chart's positions may already refer to other times.
    if (this.isPlacing) return;
    this.tell(places);
    if (this.isHeld) this.remember(places);
  }

  private tell(places: Period): void {
    const [first, last] = [this.times[0], this.times.at(-1)];
    if (first === undefined || last === undefined) return;
    const { from, to } = this.timesOf(places);
    this.set({ from: Math.max(from, first), to: Math.min(to, last) });
  }

  /** Deferred: the chart applies the last pointer move in its next frame. */
  private released(): void {
    requestAnimationFrame(() => (this.isHeld = false));
  }

  private choose(places: Period): void {
    this.remember(places);
    this.place();
  }

  private remember(places: Period): void {
    this.chosen = this.timesOf(places);
    this.followed = this.isAtEnd(places) ? (this.times.at(-1) ?? null) : null;
  }

  private place(): void {
    this.placing();
    const scale = this.chart?.timeScale();
    const last = this.times.at(-1);
    if (last === undefined) return;
    if (this.chosen) {
      const by = this.followed === null ? 0 : last - this.followed;
      scale?.setVisibleLogicalRange(this.placesOf({ from: this.chosen.from + by, to: this.chosen.to + by }));
    } else if (this.unchosen === 'all') scale?.fitContent();
  }

  /** The chart moves in its next frame, which it has requested before this one. */
  private placing(): void {
    this.isPlacing = true;
    requestAnimationFrame(() => {
      this.isPlacing = false;
      const places = this.chart?.timeScale().getVisibleLogicalRange();
      if (places) this.tell(places);
    });
  }

  private isAtEnd({ to }: Period): boolean {
    return to >= this.times.length - 1.5;
  }

  private timesOf({ from, to }: Period): Period {
    return { from: timeAt(this.times, from), to: timeAt(this.times, to) };
  }

  private placesOf({ from, to }: Period): Period {
    return { from: placeOf(this.times, from), to: placeOf(this.times, to) };
  }
}
