import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { FAULT_KINDS, type ActiveFault } from './faults/active-fault';
import type { Faults } from './faults/faults';
import { badQuery } from './refusals';
import type { RequestLog } from './faults/request-log';

const faultOrder = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  symbol: z.string().min(1).optional(),
  times: z.int().positive().optional(),
  retryAfterSeconds: z.int().nonnegative().optional(),
});

/** Adds the routes by which tests in another process control the simulated exchange. */
export function addControlRoutes(server: FastifyInstance, faults: Faults, log: RequestLog): void {
  server.get('/control/requests', () => ({ requests: log.entries, dropped: log.dropped }));
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

function viewOf({ id, order, hits, waiting }: ActiveFault) {
  return { id, ...order, hits, waiting };
}
