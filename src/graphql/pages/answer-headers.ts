import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Headers of an API response, which is not a page: no scripts, no framing, no content type sniffing. */
const NO_PAGE = answerPolicy("'none'");

/** The same, for responses that the service's own page loads in a frame. */
export const IN_OWN_FRAME = answerPolicy("'self'");

function answerPolicy(frameAncestors: "'none'" | "'self'"): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: [frameAncestors] },
    },
    frameguard: { action: frameAncestors === "'none'" ? 'deny' : 'sameorigin' },
    // Whether a proxy terminates TLS is unknown here.
    hsts: false,
  };
}

/** Adds NO_PAGE, and `no-store` unless the route allows caching, to every response without a policy of its own. */
export async function guardAnswers(fastify: FastifyInstance): Promise<void> {
  await fastify.register(helmet, { global: false });
  fastify.addHook('onSend', async (_request: FastifyRequest, reply: FastifyReply) => {
    if (reply.raw.hasHeader('content-security-policy')) return;
    // `helmet` is missing when Fastify responds before it has a request, as to a malformed one.
    void reply.helmet?.(NO_PAGE);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}
