import type { Bar } from './bar-series';
import { blanksOf, nameOfGap, secondsOf, type Gap } from './gaps';

/** A point that has a time only draws nothing. */
interface Blank {
  readonly time: number;
}

interface Candle extends Blank {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

interface Volume extends Blank {
  readonly value: number;
  readonly color: string;
}

/** A range of points that is shaded and labelled. */
export interface Band {
  /** Indices of its first and last point. */
  readonly first: number;
  readonly last: number;
  readonly name: string;
}

/** The data of a chart; times in seconds, ascending. */
export interface BarPoints {
  /** Times of all points, blank ones included. */
  readonly times: readonly number[];
  readonly candles: readonly (Candle | Blank)[];
  readonly volumes: readonly Volume[];
  readonly bands: readonly Band[];
}

/** One point per bar, plus a bounded number of blank ones per gap, so the total is a small multiple of the bars. */
export function barPoints(
  bars: readonly Bar[],
  gaps: readonly Gap[],
  colors: { readonly up: string; readonly down: string },
): BarPoints {
  const candles: (Candle | Blank)[] = [];
  const bands: Band[] = [];
  let next = 0;
  bars.forEach((bar, index) => {
    candles.push(candleOf(bar));
    const gap = gaps[next];
    if (gap?.after !== index) return;
    next += 1;
    const first = candles.length;
    candles.push(...blanksOf(gap).map((time) => ({ time })));
    bands.push({ first, last: candles.length - 1, name: nameOfGap(gap) });
  });
  const volumes = bars.map((bar) => volumeOf(bar, colors));
  return { times: candles.map(({ time }) => time), candles, volumes, bands };
}

function candleOf(bar: Bar): Candle {
  const { open, high, low, close } = bar;
  return { time: secondsOf(bar), open: Number(open), high: Number(high), low: Number(low), close: Number(close) };
}

function volumeOf(bar: Bar, { up, down }: { readonly up: string; readonly down: string }): Volume {
  const isUp = Number(bar.close) >= Number(bar.open);
  return { time: secondsOf(bar), value: Number(bar.volume), color: isUp ? up : down };
}
