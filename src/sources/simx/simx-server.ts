import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import type { TimeRange } from '../../domain/series/time-range';
import { BarsRoute } from './bars-route';
import { addControlRoutes } from './control-routes';
import { Faults } from './faults/faults';
import { isPerfectIn } from './market/quirk';
import { Quirks } from './market/quirks';
import { RequestLog, type LoggedRequest } from './faults/request-log';
import { SIMX_PAGE_SIZE } from './simx-api';
import { completeSettings, type SimxSettings } from './simx-settings';
import { SIMX_SYMBOLS } from './market/simx-symbols';
import { TokenBucket } from './token-bucket';

const LOOPBACK = '127.0.0.1';
/** No route has a JSON schema, so fastify need not load its schema compilers. */
const NO_SCHEMAS = { compilersFactory: { buildValidator: unused, buildSerializer: unused } };

function unused(): never {
  throw new Error('no route has a schema');
}

/**
 * The simulated exchange: serves synthetic bars over HTTP on the loopback interface, with the latency, the rate limit
 * and, on request, the faults of a real exchange and the quirks of its markets.
 */
export class SimxServer {
  /** Active faults; none by default. */
  readonly faults = new Faults();
  /** Quirks of the symbols' markets; none by default. */
  readonly quirks = new Quirks();
  private readonly log = new RequestLog();
  private readonly settings: Required<SimxSettings>;
  private readonly server: FastifyInstance;

  constructor(settings: SimxSettings) {
    this.settings = completeSettings(settings);
    // Without forceCloseConnections, `close()` would wait for hanging requests.
    this.server = fastify({ forceCloseConnections: true, schemaController: NO_SCHEMAS });
    this.addRoutes();
  }

  /** The latest requests for bars, oldest first; bounded, see RequestLog. */
  get requests(): readonly LoggedRequest[] {
    return this.log.entries;
  }

  /** Number of requests dropped from `requests`. */
  get droppedRequests(): number {
    return this.log.dropped;
  }

  async start(): Promise<{ baseUrl: string }> {
    await this.server.listen({ host: LOOPBACK, port: this.settings.port });
    const { port } = this.server.server.address() as AddressInfo;
    return { baseUrl: `http://${LOOPBACK}:${port}` };
  }

  /** Whether full pages with a bar for every opening time in the range are served, if no fault is added. */
  hasEveryBar(symbol: string, range: TimeRange): boolean {
    const { pageSize, clock } = this.settings;
    const isServed = pageSize === SIMX_PAGE_SIZE && range.to <= clock() && this.faults.list().length === 0;
    return isServed && SIMX_SYMBOLS.includes(symbol) && isPerfectIn(this.quirks.of(symbol), range);
  }

  /** Closes all connections, including those with requests in flight. */
  async close(): Promise<void> {
    this.faults.clear();
    await this.server.close();
  }

  private addRoutes(): void {
    const { ratePerSecond, burst, clock, control } = this.settings;
    const bucket = new TokenBucket(ratePerSecond, burst, clock);
    const { settings, faults, quirks, log } = this;
    const bars = new BarsRoute({ settings, bucket, faults, quirks, log });
    this.server.addHook('onRequest', async (_request, reply) => void reply.header('server', 'simulated exchange'));
    this.server.get('/v1/symbols', () => ({ symbols: SIMX_SYMBOLS }));
    this.server.get('/v1/bars', bars.handle);
    if (control) addControlRoutes(this.server, { faults, quirks, log });
  }
}
