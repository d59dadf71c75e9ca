import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource, Page, PageRequest, SourceSymbol } from '../../src/application/ports/data-source';
import { BAR_INTERVALS } from '../../src/domain/bar';
import { someBars } from './held-source';

/** A source under constant load: each symbol has one page with one bar, returned after `latencyMs`. */
export class BusySource implements DataSource {
  readonly name = 'busy';
  readonly kind = 'SIMULATED';
  readonly description = 'busy all the time';
  readonly intervals = BAR_INTERVALS;
  readonly requestsPerMinute = 60_000_000;
  readonly barsPerPage = 1;
  /** Requested symbols in order of request, with the time of each request in milliseconds since the epoch. */
  readonly starts: { readonly symbol: string; readonly at: number }[] = [];

  constructor(private readonly latencyMs: number) {}

  async open(): Promise<void> {}

  async listSymbols(): Promise<readonly SourceSymbol[]> {
    return [];
  }

  async fetchPage(symbol: string, request: PageRequest): Promise<Page> {
    this.starts.push({ symbol, at: Date.now() });
    await delay(this.latencyMs, undefined, { signal: request.signal });
    const { from, to } = request;
    const bars = someBars({ request }, 1);
    return { bars, quarantined: [], answered: { from, to }, outOfReach: null, next: null, asOf: Date.now() };
  }
}
