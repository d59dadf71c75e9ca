import type { ISeriesPrimitive, ITimeScaleApi, Logical, SeriesAttachedParameter, Time } from '../ui/time-chart';
import type { Band } from './bar-points';

type Target = Parameters<Renderer['draw']>[0];
type Renderer = NonNullable<ReturnType<ReturnType<NonNullable<ISeriesPrimitive['paneViews']>>[number]['renderer']>>;

const SIZE = 12;
const PADDING = 6;

/** Shades gaps between bars and labels those that have room, horizontally or vertically. */
export class GapBands implements ISeriesPrimitive<Time> {
  private bands: readonly Band[] = [];
  private chart: SeriesAttachedParameter<Time> | null = null;

  constructor(private readonly look: { readonly fill: string; readonly text: string; readonly font: string }) {}

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

  private draw(target: Target): void {
    const scale = this.chart?.chart.timeScale();
    if (!scale) return;
    target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
      context.font = `${SIZE}px ${this.look.font}`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      for (const band of this.bands) {
        const [left, right] = edgesOf(band, scale);
        if (right > 0 && left < width) this.drawBand(context, band.name, left, right - left, height);
      }
    });
  }

  private drawBand(context: CanvasRenderingContext2D, name: string, x: number, width: number, height: number): void {
    context.fillStyle = this.look.fill;
    context.fillRect(x, 0, width, height);
    const length = context.measureText(name).width + 2 * PADDING;
    const isAlong = length <= width;
    if (!isAlong && (width < SIZE || length > height)) return;
    context.save();
    context.translate(x + width / 2, isAlong ? SIZE + PADDING : height / 2);
    if (!isAlong) context.rotate(-Math.PI / 2);
    context.fillStyle = this.look.text;
    context.fillText(name, 0, 0);
    context.restore();
  }
}

/** From half a point before the first one to half a point after the last one, in pixels. */
function edgesOf({ first, last }: Band, scale: ITimeScaleApi<Time>): [number, number] {
  const at = (index: number) => scale.logicalToCoordinate(index as Logical) ?? NaN;
  const half = (at(first + 1) - at(first)) / 2;
  return [at(first) - half, at(last) + half];
}
