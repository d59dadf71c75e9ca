import type { FastifyReply, FastifyRequest } from 'fastify';
import { withoutBars } from './market/bars-page';
import { quirkyPage } from './market/quirky-page';
import type { Quirks } from './market/quirks';
import { readBarsQuery, type BarsQuery } from './bars-query';
import { FAULT_REPLIES } from './faults/fault-replies';
import type { Faults } from './faults/faults';
import { latencyOf, takeTime } from './faults/latency';
import { badQuery, rateLimited, unknownSymbol } from './refusals';
import type { LoggedRequest, RequestLog } from './faults/request-log';
import type { SimxSettings } from './simx-settings';
import { SIMX_SYMBOLS } from './market/simx-symbols';
import type { TokenBucket } from './token-bucket';

export interface BarsRouteDeps {
  readonly settings: Required<SimxSettings>;
  readonly bucket: TokenBucket;
  readonly faults: Faults;
  readonly quirks: Quirks;
  readonly log: RequestLog;
}

/** `GET /v1/bars` of the simulated exchange: logs the request, then applies the rate limit, then the faults. */
export class BarsRoute {
  constructor(private readonly deps: BarsRouteDeps) {}

  readonly handle = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const query = readBarsQuery(request.query);
    if (typeof query === 'string') return badQuery(reply, query);
    const { symbol, interval, from, to } = query;
    const { clock } = this.deps.settings;
    const entry = this.deps.log.add({ symbol, interval, from, to, host: request.host, at: clock() });
    noteEnd(entry, reply, clock);
    const wait = this.deps.bucket.take();
    if (wait > 0) return rateLimited(reply, Math.ceil(wait / 1000));
    return this.answer(query, entry, reply);
  };

  private async answer(query: BarsQuery, entry: LoggedRequest, reply: FastifyReply): Promise<unknown> {
    const { settings, faults, quirks } = this.deps;
    const clientGone = goneSignal(reply);
    const fault = faults.meet(query.symbol);
    entry.fault = fault?.order.kind ?? null;
    if (fault?.order.kind === 'hold') await fault.hold(clientGone);
    await takeTime(latencyOf(query, settings.latencyMs), clientGone);
    const page = quirkyPage(settings.seed, query, settings.pageSize, settings.clock(), quirks.of(query.symbol));
    if (fault && fault.order.kind !== 'hold') return FAULT_REPLIES[fault.order.kind](reply, fault, page);
    if (!SIMX_SYMBOLS.includes(query.symbol)) return unknownSymbol(reply, query.symbol);
    return quirks.countAnswer(query) ? withoutBars(page) : page;
  }
}

function noteEnd(entry: LoggedRequest, reply: FastifyReply, clock: () => number): void {
  const { raw } = reply;
  raw.once('finish', () => {
    entry.status = raw.statusCode;
    entry.retryAfterSeconds = reply.hasHeader('retry-after') ? Number(reply.getHeader('retry-after')) : null;
    entry.endedAt = clock();
  });
  raw.once('close', () => (entry.endedAt ??= clock()));
}

/** Returns a signal that aborts when the connection closes before the response is complete. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}
