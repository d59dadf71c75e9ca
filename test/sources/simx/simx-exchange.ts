import type { Page, PageRequest } from '../../../src/application/ports/data-source';
import { SimxServer } from '../../../src/sources/simx/simx-server';
import type { SimxSettings } from '../../../src/sources/simx/simx-settings';
import { SimxSource } from '../../../src/sources/simx/simx-source';
import { unaborted } from '../source-error';

export const HOUR = 60 * 60_000;
export const NOW = Date.UTC(2024, 0, 1, 12);

/** A simulated exchange over real HTTP and a source that collects from it, with one clock that only the test moves. */
export class SimxExchange {
  now = NOW;
  baseUrl = '';
  source!: SimxSource;
  readonly server: SimxServer;

  constructor(settings: Partial<SimxSettings> = {}) {
    const clock = () => this.now;
    this.server = new SimxServer({ seed: 1, latencyMs: 0, ratePerSecond: 1000, burst: 1000, clock, ...settings });
  }

  async start(limits: { deadlineMs?: number } = {}): Promise<this> {
    this.baseUrl = (await this.server.start()).baseUrl;
    this.source = new SimxSource({ baseUrl: this.baseUrl, ratePerSecond: 1000, clock: () => this.now, ...limits });
    return this;
  }

  /** Fetches a page of hourly bars before NOW, unless `request` overrides it. */
  fetchPage(symbol: string, request: Partial<PageRequest> = {}): Promise<Page> {
    const window = { interval: 'ONE_HOUR', from: NOW - 1200 * HOUR, to: NOW, signal: unaborted } as const;
    return this.source.fetchPage(symbol, { ...window, ...request });
  }

  async close(): Promise<void> {
    await this.source.close();
    await this.server.close();
  }
}
