import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../application/ports/logger';
import type { Refusals } from './refusals';

/** Sets what the responses of all routes share: the request id header, the form of failures, the refusal metrics. */
export function shapeAnswers(fastify: FastifyInstance, refusals: Refusals, log: Logger): void {
  fastify.setErrorHandler((error, request, reply) => answerFailure(error, request, reply, log));
  fastify.addHook('onResponse', async (request, reply) => noteRefusal(request, reply, refusals));
  fastify.addHook('onSend', async ({ id }, reply) => void reply.header('x-request-id', id));
}

/** Returns the caller's request id if it is safe to log, else a new UUID. */
export function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
}

/** Replaces Fastify's error response, which would expose internal error messages. */
function answerFailure(error: unknown, { id }: FastifyRequest, reply: FastifyReply, log: Logger): unknown {
  const { statusCode = 500 } = error as { statusCode?: number };
  if (statusCode < 500) {
    const { message } = error as Error;
    return reply.code(statusCode).send({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
  }
  log.error({ err: error, request: id }, 'request failed');
  const extensions = { code: 'INTERNAL_SERVER_ERROR' };
  return reply.code(statusCode).send({ errors: [{ message: 'Internal error.', extensions }] });
}

function noteRefusal(
  { id, method, routeOptions: { url: route } }: FastifyRequest,
  { statusCode }: FastifyReply,
  refusals: Refusals,
): void {
  // A failing health check is a regular answer to a probe, not a refusal.
  if (route?.startsWith('/health/')) return;
  refusals.noteStatus({ transport: 'HTTP', request: id, method, route, status: statusCode });
}
