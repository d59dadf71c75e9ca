import type { FastifyReply } from 'fastify';
import type { ActiveFault, FaultKind } from './active-fault';
import { withoutBars } from '../market/bars-page';
import type { BarsBody } from '../simx-api';
import { banned, rateLimited, serverError, unknownSymbol } from '../refusals';

type FaultReply = (reply: FastifyReply, fault: ActiveFault, page: BarsBody) => unknown;

/** The response of each fault to a request whose regular response is `page`. A held request gets the regular one. */
export const FAULT_REPLIES: Readonly<Record<Exclude<FaultKind, 'hold'>, FaultReply>> = {
  'unknown-symbol': (reply, _fault, page) => unknownSymbol(reply, page.symbol),
  junk: (reply) => reply.type('text/html').send('<html><body>simulated exchange: maintenance</body></html>'),
  truncated: (reply, _fault, page) => breakOff(reply, JSON.stringify(page)),
  hang: (reply) => reply.hijack(),
  'server-error': (reply) => serverError(reply),
  ban: (reply, fault) => banned(reply, secondsOf(fault)),
  'rate-limit': (reply, fault) => rateLimited(reply, secondsOf(fault)),
  empty: (reply, _fault, page) => reply.send(withoutBars(page)),
};

function secondsOf({ order }: ActiveFault): number {
  return order.retryAfterSeconds ?? 1;
}

/** Declares the full Content-Length, sends half of the body, and closes the connection. */
function breakOff(reply: FastifyReply, body: string): FastifyReply {
  const { raw } = reply.hijack();
  raw.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  raw.write(body.slice(0, body.length / 2), () => raw.destroy());
  return reply;
}
