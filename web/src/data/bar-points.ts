import type { Bar } from './bar-series';
import { blanksOf, secondsOf, type Gap } from './gaps';

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
  readonly isUp: boolean;
}

/** The data of a chart; times in seconds, ascending. */
export interface BarPoints {
  /** Times of all points, blank ones included. */
  readonly times: readonly number[];
  readonly candles: readonly (Candle | Blank)[];
  readonly volumes: readonly Volume[];
}

/** One point per bar, plus a bounded number of blank ones per gap, so the total is a small multiple of the bars. */
export function barPoints(bars: readonly Bar[], gaps: readonly Gap[]): BarPoints {
  const candles: (Candle | Blank)[] = [];
  let next = 0;
  bars.forEach((bar, index) => {
    candles.push(candleOf(bar));
    const gap = gaps[next];
    if (gap?.after !== index) return;
    next += 1;
    candles.push(...blanksOf(gap).map((time) => ({ time })));
  });
  return { times: candles.map(({ time }) => time), candles, volumes: bars.map(volumeOf) };
}

function candleOf(bar: Bar): Candle {
  const { open, high, low, close } = bar;
  return { time: secondsOf(bar), open: Number(open), high: Number(high), low: Number(low), close: Number(close) };
}

function volumeOf(bar: Bar): Volume {
  return { time: secondsOf(bar), value: Number(bar.volume), isUp: Number(bar.close) >= Number(bar.open) };
}
