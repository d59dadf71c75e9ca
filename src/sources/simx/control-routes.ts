import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { FAULT_KINDS, type ActiveFault } from './faults/active-fault';
import type { Faults } from './faults/faults';
import { quirkBody } from './market/quirk';
import type { Quirks } from './market/quirks';
import { SIMX_SYMBOLS } from './market/simx-symbols';
import { badQuery, unknownSymbol } from './refusals';
import type { RequestLog } from './faults/request-log';

const faultOrder = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  symbol: z.string().min(1).optional(),
  times: z.int().positive().optional(),
  retryAfterSeconds: z.int().nonnegative().optional(),
});

export interface Controlled {
  readonly faults: Faults;
  readonly quirks: Quirks;
  readonly log: RequestLog;
}

/** Adds the routes by which tests in another process control the simulated exchange. */
export function addControlRoutes(server: FastifyInstance, { faults, quirks, log }: Controlled): void {
  server.get('/control/requests', () => ({ requests: log.entries, dropped: log.dropped }));
  addFaultRoutes(server, faults);
  addQuirkRoutes(server, quirks);
}

function addFaultRoutes(server: FastifyInstance, faults: Faults): void {
  server.get('/control/faults', () => ({ faults: faults.list().map(viewOf) }));

  server.post('/control/faults', (request, reply) => {
    const order = faultOrder.safeParse(request.body);
    if (!order.success) return badQuery(reply, z.prettifyError(order.error));
    return reply.code(201).send(viewOf(faults.add(order.data)));
  });

  server.delete('/control/faults', (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });

  server.delete<{ Params: { id: string } }>('/control/faults/:id', (request, reply) =>
    reply.code(faults.remove(Number(request.params.id)) ? 204 : 404).send(),
  );
}

function addQuirkRoutes(server: FastifyInstance, quirks: Quirks): void {
  server.get('/control/quirks', () => ({ quirks: quirks.list() }));

  server.put<{ Params: { symbol: string } }>('/control/quirks/:symbol', (request, reply) => {
    const { symbol } = request.params;
    if (!SIMX_SYMBOLS.includes(symbol)) return unknownSymbol(reply, symbol);
    const quirk = quirkBody.safeParse(request.body);
    if (!quirk.success) return badQuery(reply, z.prettifyError(quirk.error));
    quirks.set(symbol, quirk.data);
    return reply.send({ symbol, quirk: quirk.data });
  });

  server.delete('/control/quirks', (_request, reply) => {
    quirks.clear();
    return reply.code(204).send();
  });
}

function viewOf({ id, order, hits, waiting }: ActiveFault) {
  return { id, ...order, hits, waiting };
}
