import cors from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isAllowedOrigin, refusalOf, type OriginPolicy } from './origins';

/** Refuses requests with a host name or origin that is not allowed, and sends CORS headers for the allowed origins. */
export async function refuseForeigners(fastify: FastifyInstance, origins: OriginPolicy): Promise<void> {
  fastify.addHook('onRequest', async ({ headers, url }, reply) => {
    // Probes may use the service's bare address.
    if (url.startsWith('/health/')) return;
    const message = refusalOf(headers, origins);
    if (message) await reply.code(403).send({ errors: [{ message, extensions: { code: 'FORBIDDEN_ORIGIN' } }] });
  });
  await fastify.register(cors, {
    delegator: ({ headers }, done) => {
      const isAllowed = isAllowedOrigin(headers.origin, headers.host, origins.allowedOrigins);
      done(null, { origin: isAllowed, methods: ['GET', 'POST'], credentials: true, maxAge: 600 });
    },
  });
  fastify.addHook('onSend', allowPrivateNetwork);
}

/** A hosted page (Apollo Studio) can reach a service on this machine only if the preflight response has this header. */
async function allowPrivateNetwork({ headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (headers['access-control-request-private-network'] !== 'true') return;
  if (reply.hasHeader('access-control-allow-origin')) reply.header('access-control-allow-private-network', 'true');
}
