import type { Bar } from '../../../src/domain/bar';
import { alignDown, alignUp, Market } from './market';

/**
 * The same market as an exchange tells it that has a bar for every period since the listing: flat, at the last price,
 * and without volume where there was no trade.
 */
export class FilledMarket extends Market {
  constructor(market: Market) {
    super(market.symbols, market.now);
  }

  override firstBars(symbol: string, spanMs: number, from: number, to: number, limit = Infinity): Bar[] {
    const { first, end } = this.grid(symbol, spanMs, from, to);
    return this.filled(symbol, spanMs, first, Math.min(end, first + limit * spanMs));
  }

  override lastBars(symbol: string, spanMs: number, from: number, to: number, limit = Infinity): Bar[] {
    const { first, end } = this.grid(symbol, spanMs, from, to);
    return this.filled(symbol, spanMs, Math.max(first, end - limit * spanMs), end);
  }

  private grid(symbol: string, spanMs: number, from: number, to: number): { first: number; end: number } {
    const { listedAt } = this.find(symbol)!;
    return {
      first: Math.max(alignUp(from, spanMs), alignDown(listedAt, spanMs)),
      end: alignUp(Math.min(to, this.now() + 1), spanMs),
    };
  }

  private filled(symbol: string, spanMs: number, first: number, end: number): Bar[] {
    const traded = new Map(super.firstBars(symbol, spanMs, first, end).map((bar) => [bar.time, bar]));
    let last = super.lastBars(symbol, spanMs, -Infinity, first, 1)[0];
    const bars: Bar[] = [];
    for (let time = first; time < end; time += spanMs) {
      last = traded.get(time) ?? (last && flatBar(last, time));
      if (last) bars.push(last);
    }
    return bars;
  }
}

/** Returns a bar without trades, at the close of the one before. */
export function flatBar({ close }: Bar, time: number): Bar {
  const none = '0.00000000';
  return {
    time,
    ...{ open: close, high: close, low: close, close },
    ...{ volume: none, quoteVolume: none, trades: 0, takerVolume: none },
  };
}
