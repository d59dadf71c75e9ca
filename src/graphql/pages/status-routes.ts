import type { FastifyInstance } from 'fastify';
import type { RequestPrincipals } from '../access/request-principals';

export interface StatusDeps {
  /** Rejects while the service is not ready. */
  readonly checkReady: () => Promise<void>;
  readonly metrics: MetricsPage;
}

/** Response of `GET /metrics`. */
export interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
}

/** Adds `/health/live`, `/health/ready` and `/metrics`, of which only `/metrics` requires a credential. */
export function addStatusRoutes(
  fastify: FastifyInstance,
  principals: RequestPrincipals,
  { checkReady, metrics }: StatusDeps,
): void {
  fastify.get('/health/live', async () => ({ status: 'ok' }));
  fastify.get('/health/ready', async (_request, reply) => {
    const isReady = await checkReady().then(
      () => true,
      () => false,
    );
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable' });
  });
  const onRequest = principals.admit.bind(principals);
  fastify.get('/metrics', { onRequest }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );
}
