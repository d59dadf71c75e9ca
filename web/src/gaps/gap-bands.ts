import type { GapReason } from '../generated/graphql';
import type { ISeriesPrimitive, Logical, SeriesAttachedParameter, Time } from '../ui/time-chart';
import { stretchesOf, type Scale, type Stretch } from './band-stretches';
import { wordsOfGap, type Band } from './bands';
import { HATCHES, TILE } from './reasons';

type Target = Parameters<Renderer['draw']>[0];
type Renderer = NonNullable<ReturnType<ReturnType<NonNullable<ISeriesPrimitive['paneViews']>>[number]['renderer']>>;

const SIZE = 12;
const PADDING = 6;
/** Pixels of a pattern's image for one of the screen, for screens that have more than one. */
const DENSITY = 2;

interface Look {
  readonly fill: string;
  readonly ground: string;
  readonly text: string;
  readonly font: string;
  /** Resolves a colour token. */
  readonly color: (token: string) => string;
}

/** Hatches gaps between bars by their reasons, and labels those that have room, horizontally or vertically. */
export class GapBands implements ISeriesPrimitive<Time> {
  private bands: readonly Band[] = [];
  private chart: SeriesAttachedParameter<Time> | null = null;
  private readonly patterns = new Map<GapReason, CanvasPattern | null>();

  constructor(private readonly look: Look) {}

  show(bands: readonly Band[]): void {
    this.bands = bands;
    this.chart?.requestUpdate();
  }

  attached(chart: SeriesAttachedParameter<Time>): void {
    this.chart = chart;
  }

  detached(): void {
    this.chart = null;
  }

  paneViews() {
    return [{ zOrder: () => 'bottom' as const, renderer: () => ({ draw: (target: Target) => this.draw(target) }) }];
  }

  /** The position at a distance from the chart's left edge, and how many positions a pixel has. */
  placeAt(x: number): { place: number; perPixel: number } | null {
    const scale = this.scale(0);
    return scale && { place: (x - scale.start) / scale.step, perPixel: 1 / scale.step };
  }

  private draw(target: Target): void {
    target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
      const scale = this.scale(width);
      if (!scale) return;
      context.font = `${SIZE}px ${this.look.font}`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      for (const stretch of stretchesOf(this.bands, scale)) this.drawStretch(context, stretch, height);
    });
  }

  /** The chart's own conversion takes whole positions only; it is linear. */
  private scale(width: number): Scale | null {
    const times = this.chart?.chart.timeScale();
    const [start, next] = [0, 1].map((place) => times?.logicalToCoordinate(place as Logical));
    return start == null || next == null || next <= start ? null : { start, step: next - start, width };
  }

  private drawStretch(context: CanvasRenderingContext2D, { left, right, band, reason }: Stretch, height: number): void {
    const width = right - left;
    context.fillStyle = this.look.fill;
    context.fillRect(left, 0, width, height);
    const pattern = reason && this.patternOf(context, reason);
    if (pattern) {
      context.fillStyle = pattern;
      context.fillRect(left, 0, width, height);
    }
    if (band) this.drawLabel(context, wordsOfGap(band.gap), left, width, height);
  }

  private drawLabel(context: CanvasRenderingContext2D, name: string, x: number, width: number, height: number): void {
    const length = context.measureText(name).width + 2 * PADDING;
    const isAlong = length <= width;
    if (!isAlong && (width < SIZE + PADDING || length > height)) return;
    context.save();
    context.translate(x + width / 2, isAlong ? SIZE + PADDING : height / 2);
    if (!isAlong) context.rotate(-Math.PI / 2);
    context.fillStyle = this.look.ground;
    context.fillRect(-length / 2, -SIZE / 2 - 2, length, SIZE + 4);
    context.fillStyle = this.look.text;
    context.fillText(name, 0, 0);
    context.restore();
  }

  private patternOf(context: CanvasRenderingContext2D, reason: GapReason): CanvasPattern | null {
    if (!this.patterns.has(reason)) this.patterns.set(reason, this.newPattern(context, reason));
    return this.patterns.get(reason) ?? null;
  }

  private newPattern(context: CanvasRenderingContext2D, reason: GapReason): CanvasPattern | null {
    const { lines, token } = HATCHES[reason];
    const tile = document.createElement('canvas');
    tile.width = tile.height = TILE * DENSITY;
    const pen = tile.getContext('2d')!;
    pen.scale(DENSITY, DENSITY);
    pen.strokeStyle = this.look.color(token);
    pen.lineWidth = 1.25;
    pen.stroke(new Path2D(lines));
    const pattern = context.createPattern(tile, 'repeat');
    pattern?.setTransform(new DOMMatrix().scale(1 / DENSITY));
    return pattern;
  }
}
