import type { Bar } from '../../../src/domain/bar';
import { difference, setOf, type TimeRange, type TimeRanges } from '../../../src/domain/series/time-range';

export type ListedStatus = 'TRADING' | 'HALTED' | 'DELISTED';

/** A symbol that an exchange lists, and when it traded. Times are milliseconds since the Unix epoch. */
export interface MarketSymbol {
  /** As the exchange writes it. */
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly status: ListedStatus;
  /** The first trade. */
  readonly listedAt: number;
  /** Times without a trade. */
  readonly holes: readonly TimeRange[];
}

/**
 * What an exchange has: the truth that its server serves, and that a test compares with. An interval has a bar if there
 * was a trade in it. Bars open at whole multiples of the interval since the Unix epoch.
 */
export class Market {
  private readonly bySymbol: ReadonlyMap<string, MarketSymbol>;

  /** @param now the exchange's clock; the bar in which it lies is still running */
  constructor(
    readonly symbols: readonly MarketSymbol[],
    readonly now: () => number,
  ) {
    this.bySymbol = new Map(symbols.map((listed) => [listed.symbol, listed]));
  }

  find(symbol: string): MarketSymbol | undefined {
    return this.bySymbol.get(symbol);
  }

  /** Returns the first `limit` bars that open in [from, to), ascending. The last may be running. */
  firstBars(symbol: string, spanMs: number, from: number, to: number, limit = Infinity): Bar[] {
    const bars: Bar[] = [];
    let time = alignUp(from, spanMs);
    for (const traded of this.tradedTimes(symbol)) {
      time = Math.max(time, alignDown(traded.from, spanMs));
      for (; time < Math.min(traded.to, to) && bars.length < limit; time += spanMs)
        bars.push(barOf(symbol, time, spanMs));
    }
    return bars;
  }

  /** Returns the last `limit` bars that open in [from, to), ascending. The last may be running. */
  lastBars(symbol: string, spanMs: number, from: number, to: number, limit = Infinity): Bar[] {
    const bars: Bar[] = [];
    let time = alignUp(to, spanMs) - spanMs;
    for (const traded of [...this.tradedTimes(symbol)].reverse()) {
      time = Math.min(time, alignUp(traded.to, spanMs) - spanMs);
      for (; time >= Math.max(alignDown(traded.from, spanMs), from) && bars.length < limit; time -= spanMs)
        bars.push(barOf(symbol, time, spanMs));
    }
    return bars.reverse();
  }

  /** Times, until now, at which this symbol traded. */
  private tradedTimes(symbol: string): TimeRanges {
    const { listedAt, holes } = this.bySymbol.get(symbol)!;
    return difference(setOf([{ from: listedAt, to: this.now() + 1 }]), setOf(holes));
  }
}

export const alignUp = (time: number, spanMs: number) => Math.ceil(time / spanMs) * spanMs;
export const alignDown = (time: number, spanMs: number) => Math.floor(time / spanMs) * spanMs;

const VOLUME = 123_456_789_000_000_001n;

/** Returns the only bar that this symbol has for this time. Its volumes have more digits than a float keeps. */
function barOf(symbol: string, time: number, spanMs: number): Bar {
  const draw = drawsFrom(symbol.length * 31 + symbol.charCodeAt(0) + spanMs / 1_000 + time / 60_000);
  const [a, b, c, d, e] = [draw(), draw(), draw(), draw(), draw()];
  // In units of the eighth decimal.
  const open = 3_000_000_000_000 + a * 10_001;
  const close = 3_000_000_000_000 + b * 10_001;
  const [high, low] = [Math.max(open, close) + c, Math.min(open, close) - d];
  return {
    time,
    open: decimal(open),
    high: decimal(high),
    low: decimal(low),
    close: decimal(close),
    volume: decimal(VOLUME + BigInt(e) * 100_000_019n),
    quoteVolume: decimal(VOLUME + BigInt(e) * 300_000_011n),
    trades: 1 + (a % 997),
    takerVolume: decimal(VOLUME + BigInt(e) * 50_000_017n),
  };
}

/** Returns a function that draws numbers of 16 bits, the same ones for the same seed. */
function drawsFrom(seed: number): () => number {
  let state = Math.imul(Math.floor(seed), 0x9e3779b1);
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) + 0x6d2b79f5;
    return (state ^ (state >>> 13)) & 0xffff;
  };
}

function decimal(units: number | bigint): string {
  const text = String(units).padStart(9, '0');
  return `${text.slice(0, -8)}.${text.slice(-8)}`;
}
