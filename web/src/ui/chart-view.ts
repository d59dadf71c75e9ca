import { Store } from '../api/store';
import type { IChartApi } from './time-chart';
import { placeOf, timeAt } from './time-positions';

/** In seconds. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** No zoom goes nearer, in points. */
const FEWEST = 5;
/** Pages of a wheel that counts in pixels, lines or pages (WheelEvent.deltaMode). */
const PIXELS_OF = [1, 16, 400];

/**
 * What of a chart is seen. What the reader has chosen stays chosen while data come, and so it does when the chart is drawn
 * anew; its right edge is followed for as long as they are at it. The state is what is in sight.
 */
export class ChartView extends Store<Period | null> {
  private chart: IChartApi | null = null;
  private times: readonly number[] = [];
  private chosen: Period | null = null;
  /** The time of the last point that `chosen` has in sight and follows; null when it stays where it is. */
  private followed: number | null = null;
  /** The chart is about to move, and not because the reader has moved it. */
  private isPlacing = false;
  /** The reader has a pointer down on it. */
  private isHeld = false;

  /** @param unchosen what is seen while nothing is chosen: everything there is, or the chart's last points */
  constructor(private readonly unchosen: 'all' | 'last') {
    super(null);
  }

  /** @returns what ends it */
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

  /** New data: `draw` hands them to the chart, whose points are at these times then. */
  show(times: readonly number[], draw: () => void): void {
    this.isPlacing = true;
    draw();
    this.times = times;
    this.place();
  }

  /** @param factor below 1: nearer. @param anchor the place that stays where it is: the right edge, or else the middle */
  zoom(factor: number, anchor?: number): void {
    const seen = this.seen();
    if (!seen) return;
    const fixed = anchor ?? (this.isAtEnd(seen) ? this.times.length - 1 : (seen.from + seen.to) / 2);
    const span = seen.to - seen.from;
    const wanted = Math.min(Math.max(span * factor, FEWEST), Math.max(this.times.length, FEWEST));
    const share = wanted / span;
    this.choose({ from: fixed - (fixed - seen.from) * share, to: fixed + (seen.to - fixed) * share });
  }

  /** @param share of what is seen; below 0: to earlier times */
  pan(share: number): void {
    const seen = this.seen();
    if (!seen) return;
    const span = seen.to - seen.from;
    const by = Math.min(Math.max(span * share, FEWEST - seen.to), this.times.length - FEWEST - seen.from);
    this.choose({ from: seen.from + by, to: seen.to + by });
  }

  /** Everything there is, and nothing is chosen any more. */
  fit(): void {
    this.chosen = null;
    this.placing();
    this.chart?.timeScale().fitContent();
  }

  private wheel(event: WheelEvent, element: HTMLElement): void {
    // Without a key the wheel scrolls the page. Touchpads send a pinch as a wheel with Ctrl.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const seen = this.seen();
    const width = this.chart?.timeScale().width();
    if (!seen || !width) return;
    const share = (event.clientX - element.getBoundingClientRect().left) / width;
    const pixels = event.deltaY * (PIXELS_OF[event.deltaMode] ?? 1);
    this.zoom(Math.exp(Math.min(Math.max(pixels, -400), 400) / 500), seen.from + share * (seen.to - seen.from));
  }

  /** In places. Where the chart is about to be moved to, that. */
  private seen(): Period | null {
    if (this.isPlacing && this.chosen) return this.placesOf(this.chosen);
    return this.chart?.timeScale().getVisibleLogicalRange() ?? null;
  }

  private moved(places: Period): void {
    // While it is placed, its points may be of other times already.
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

  /** The chart moves with its next frame, also by what the pointer did last. */
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

  /** The chart moves with its next frame, which was asked for before the one that is asked for here. */
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
