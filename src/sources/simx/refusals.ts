import type { FastifyReply } from 'fastify';
import { UNKNOWN_SYMBOL } from './simx-api';

/* Error responses of the simulated exchange: a status, a code, and a message that names the exchange. */
export function unknownSymbol(reply: FastifyReply, symbol: string): FastifyReply {
  return refuse(reply, 400, UNKNOWN_SYMBOL, `the simulated exchange does not list ${symbol}`);
}

export function badQuery(reply: FastifyReply, why: string): FastifyReply {
  return refuse(reply, 400, 'BAD_QUERY', `the simulated exchange does not understand: ${why}`);
}

export function rateLimited(reply: FastifyReply, seconds: number): FastifyReply {
  return refuse(reply.header('retry-after', seconds), 429, 'RATE_LIMITED', 'the simulated exchange asks to slow down');
}

export function banned(reply: FastifyReply, seconds: number): FastifyReply {
  return refuse(reply.header('retry-after', seconds), 418, 'BANNED', 'the simulated exchange has banned this address');
}

export function serverError(reply: FastifyReply): FastifyReply {
  return refuse(reply, 500, 'SERVER_ERROR', 'the simulated exchange is out of order');
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).send({ code, message });
}
