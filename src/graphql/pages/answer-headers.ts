import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** An answer of the API is no page: it runs nothing, stands in no frame, and is taken for nothing but what it says. */
const NO_PAGE = answerPolicy("'none'");

/** The same, for what the page of the service asks for in a frame of its own. */
export const IN_OWN_FRAME = answerPolicy("'self'");

function answerPolicy(frameAncestors: "'none'" | "'self'"): FastifyHelmetOptions {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: [frameAncestors] },
    },
    frameguard: { action: frameAncestors === "'none'" ? 'deny' : 'sameorigin' },
    // Whether there is TLS in front is not known here.
    hsts: false,
  };
}

/** Every answer that is no page under a policy of its own says so, and stays in no cache unless its route allows it. */
export async function guardAnswers(fastify: FastifyInstance): Promise<void> {
  await fastify.register(helmet, { global: false });
  fastify.addHook('onSend', async (_request: FastifyRequest, reply: FastifyReply) => {
    if (reply.raw.hasHeader('content-security-policy')) return;
    // What cannot be understood is answered before there is a request.
    void reply.helmet?.(NO_PAGE);
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}
