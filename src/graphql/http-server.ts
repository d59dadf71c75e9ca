import type { AddressInfo } from 'node:net';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { GraphQLError, OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { Logger } from '../application/ports/logger';
import { within } from '../application/services/within';
import { publicError } from './api-errors';
import type { ApiContext } from './context';
import { graphiQL } from './graphiql-page';
import { serveLive } from './live-server';
import { isAllowedOrigin } from './origins';

const PATH = '/graphql';
/** How long requests under way may take when the service ends, in milliseconds. */
const LAST_REQUESTS_MS = 2_000;
/** Room for a job of 100,000 symbols. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly allowedOrigins: readonly string[];
  readonly introspection: boolean;
  readonly log: Logger;
  /** Rejects while the service cannot do its work. */
  readonly checkReady: () => Promise<void>;
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** The service's door: health from the first moment, the API as soon as there is one. */
export class HttpServer {
  private readonly fastify: FastifyInstance;
  private handleGraphQL: Handler = (_request, reply) => reply.code(503).send({ status: 'starting' });
  private closers: (() => Promise<void>)[] = [];

  constructor(private readonly options: HttpServerOptions) {
    this.fastify = Fastify({ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: 'idle' });
  }

  /** @returns the address of the service. @throws the listening error, with its code */
  async listen(): Promise<string> {
    const { host, port } = this.options;
    await this.fastify.register(cors, { delegator: (request, done) => done(null, this.corsFor(request)) });
    this.fastify.addHook('onSend', allowPrivateNetwork);
    this.addRoutes();
    await this.fastify.listen({ host, port });
    const { port: taken } = this.fastify.server.address() as AddressInfo;
    return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
  }

  /** Opens the API: queries and mutations over HTTP, everything over WebSocket. */
  async serve(schema: GraphQLSchema, context: ApiContext): Promise<void> {
    const { log, introspection, allowedOrigins } = this.options;
    const apollo = new ApolloServer<ApiContext>({
      schema,
      introspection,
      includeStacktraceInErrorResponses: false,
      // The service ends as a whole, in its own order.
      stopOnTerminationSignals: false,
      formatError: (formatted, error) => publicError(error, formatted, log),
      persistedQueries: false,
      plugins: [ApolloServerPluginLandingPageDisabled(), SUBSCRIPTIONS_ELSEWHERE],
    });
    await apollo.start();
    this.handleGraphQL = fastifyApolloHandler(apollo, { context: async () => context });
    const live = { schema, context, path: PATH, allowedOrigins, introspection, maxMessageBytes: MAX_BODY_BYTES, log };
    this.closers = [serveLive(this.fastify.server, live), () => apollo.stop()];
  }

  /** Tells subscribers that the service goes away, lets requests finish for a moment, and closes the door. */
  async close(): Promise<void> {
    for (const close of this.closers) await close();
    const closed = this.fastify.close();
    if (await within(LAST_REQUESTS_MS, closed)) return;
    this.fastify.server.closeAllConnections();
    await closed;
  }

  private addRoutes(): void {
    this.fastify.get('/', (_request, reply) => reply.redirect(PATH));
    this.fastify.get('/health/live', async () => ({ status: 'ok' }));
    this.fastify.get('/health/ready', async (_request, reply) => {
      const isReady = await this.options.checkReady().then(
        () => true,
        () => false,
      );
      return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable' });
    });
    this.fastify.route({
      url: PATH,
      method: ['GET', 'POST', 'OPTIONS'],
      handler: (request, reply) =>
        wantsPage(request) ? reply.type('text/html').send(graphiQL(PATH)) : this.handleGraphQL(request, reply),
    });
  }

  private corsFor({ headers }: FastifyRequest) {
    const { allowedOrigins } = this.options;
    const isAllowed = isAllowedOrigin(headers.origin, headers.host, allowedOrigins);
    return { origin: isAllowed, methods: ['GET', 'POST'], credentials: true, maxAge: 600 };
  }
}

/** A hosted page (Apollo Studio) may ask a service on this machine only if the preflight is answered so. */
async function allowPrivateNetwork({ headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (headers['access-control-request-private-network'] !== 'true') return;
  if (reply.hasHeader('access-control-allow-origin')) reply.header('access-control-allow-private-network', 'true');
}

/** HTTP has one answer; a subscription has many. */
const SUBSCRIPTIONS_ELSEWHERE: ApolloServerPlugin<ApiContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
      const message = 'Subscriptions are served over WebSocket, at the same address.';
      throw new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
    },
  }),
};

/** A browser that opens the address, rather than a client that asks it. */
function wantsPage({ method, headers, query }: FastifyRequest): boolean {
  const asksSomething = Object.keys(query as object).length > 0;
  return method === 'GET' && !asksSomething && (headers.accept ?? '').includes('text/html');
}
