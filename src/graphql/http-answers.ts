import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from '../application/ports/logger';
import type { Refusals } from './refusals';

/** What all answers have in common, whichever route they come from: the request's id, and how failures look. */
export function shapeAnswers(fastify: FastifyInstance, refusals: Refusals, log: Logger): void {
  fastify.setErrorHandler((error, request, reply) => answerFailure(error, request, reply, log));
  fastify.addHook('onResponse', async (request, reply) => noteRefusal(request, reply, refusals));
  fastify.addHook('onSend', async ({ id }, reply) => void reply.header('x-request-id', id));
}

/** The caller's name for the request, if it is fit for a log, else a new one. */
export function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
}

/** Fastify would tell the client what went wrong in here. */
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
  // A service that is not ready yet says so to whoever watches over it.
  if (route?.startsWith('/health/')) return;
  refusals.noteStatus({ transport: 'HTTP', request: id, method, route, status: statusCode });
}
