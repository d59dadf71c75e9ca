import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { JobReads } from '../application/ports/job-reader';
import type { Logger } from '../application/ports/logger';
import type { Telemetry } from '../application/ports/telemetry';
import { within } from '../async/within';
import { Authenticator, type Credentials } from './access/authenticator';
import { isAllowedOrigin, refusalOf, type OriginPolicy } from './access/origins';
import { RequestPrincipals } from './access/request-principals';
import { createApollo, type ApolloOptions } from './apollo';
import { contextOf, type LiveParts } from './context';
import { CostBudget } from './limits/cost-budget';
import { DearOperations } from './limits/dear-operations';
import { MutationRate } from './limits/mutation-rate';
import { OperationCheck } from './limits/operation-check';
import { requestRefusal } from './limits/request-bounds';
import { serveLive, type LiveLimits } from './live/live-server';
import { guardAnswers } from './pages/answer-headers';
import { BarsDownload } from './pages/bars-download';
import { graphiQL } from './pages/graphiql-page';
import { serveWebPage } from './pages/web-page';
import { Refusals } from './refusals';
import { unansweredSignal } from './unanswered';

const PATH = '/graphql';
/** How long requests under way may take when the service ends, in milliseconds. */
const LAST_REQUESTS_MS = 2_000;

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly origins: OriginPolicy;
  readonly credentials: Credentials;
  readonly limits: LiveLimits & {
    readonly mutationsPerMinute: number;
    readonly costPerSecond: number;
    readonly requestTimeoutMs: number;
  };
  /** Whether only admins may introspect. */
  readonly hidesSchema: boolean;
  readonly persistedQueries: boolean;
  readonly studio: ApolloOptions['studio'];
  readonly telemetry: Telemetry;
  readonly log: Logger;
  /** Rejects while the service cannot do its work. */
  readonly checkReady: () => Promise<void>;
  readonly metrics: MetricsPage;
}

/** What `GET /metrics` answers. */
export interface MetricsPage {
  readonly contentType: string;
  text(): Promise<string>;
}

/** No route is described by a JSON schema: what would compile them need not be loaded. */
const NO_SCHEMAS = { compilersFactory: { buildValidator: unused, buildSerializer: unused } };

function unused(): never {
  throw new Error('no route has a schema');
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** The service's door: health from the first moment, the API as soon as there is one. */
export class HttpServer {
  private readonly fastify: FastifyInstance;
  private readonly authenticator: Authenticator;
  private readonly principals: RequestPrincipals;
  private readonly download: BarsDownload;
  private readonly refusals: Refusals;
  private handleGraphQL: Handler = (_request, reply) => reply.code(503).send({ status: 'starting' });
  /** Decides before the body of a request is read: there is nobody to be asked as long as there is no API. */
  private admitToGraphQL: Handler = () => undefined;
  private closers: (() => Promise<void>)[] = [];

  constructor(private readonly options: HttpServerOptions) {
    this.authenticator = new Authenticator(options.credentials);
    this.principals = new RequestPrincipals(this.authenticator, options.log);
    this.refusals = new Refusals(options.telemetry, options.log);
    this.download = new BarsDownload(this.authenticator, this.refusals);
    const { maxBodyBytes: bodyLimit, requestTimeoutMs: requestTimeout } = options.limits;
    this.fastify = Fastify({
      bodyLimit,
      requestTimeout,
      // Node looks for late requests now and then only, by itself twice a minute.
      http: { connectionsCheckingInterval: Math.min(requestTimeout, 1_000), headersTimeout: requestTimeout },
      forceCloseConnections: 'idle',
      schemaController: NO_SCHEMAS,
      genReqId: ({ headers }) => requestId(headers['x-request-id']),
    });
  }

  /** @returns the address of the service. @throws the listening error, with its code */
  async listen(): Promise<string> {
    const { host, port, origins } = this.options;
    await guardAnswers(this.fastify);
    this.fastify.setErrorHandler((error, request, reply) => this.answerFailure(error, request, reply));
    this.fastify.addHook('onResponse', async (request, reply) => this.noteRefusal(request, reply));
    this.fastify.addHook('onRequest', (request, reply) => this.refuseForeigners(request, reply));
    await this.fastify.register(cors, { delegator: (request, done) => done(null, this.corsFor(request)) });
    this.fastify.addHook('onSend', allowPrivateNetwork);
    this.fastify.addHook('onSend', async ({ id }, reply) => void reply.header('x-request-id', id));
    this.addRoutes();
    await this.download.addRoutes(this.fastify);
    await serveWebPage(this.fastify, origins.allowedOrigins);
    await this.fastify.listen({ host, port });
    const { port: taken } = this.fastify.server.address() as AddressInfo;
    return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
  }

  /** Opens the API: queries and mutations over HTTP, everything over WebSocket. */
  async serve(schema: GraphQLSchema, parts: LiveParts, reads: JobReads): Promise<void> {
    const { log, origins, limits, hidesSchema, telemetry } = this.options;
    const { authenticator } = this;
    const { principals } = this;
    const rate = new MutationRate(limits.mutationsPerMinute);
    const budget = new CostBudget(limits.costPerSecond);
    const check = new OperationCheck(schema, rate, budget, new DearOperations(), hidesSchema);
    const { refusals } = this;
    const apollo = createApollo(schema, check, { ...this.options, refusals });
    await apollo.start();
    this.handleGraphQL = fastifyApolloHandler(apollo, {
      context: async (request, { raw }) => {
        const refusal = requestRefusal(request.body);
        if (refusal) throw refusal;
        return contextOf(await principals.of(request), request.id, parts, unansweredSignal(raw));
      },
    });
    this.admitToGraphQL = (request, reply) => principals.admit(request, reply);
    this.download.open(reads);
    const live = {
      schema,
      parts,
      path: PATH,
      origins,
      authenticator,
      check,
      limits,
      hidesSchema,
      telemetry,
      log,
      refusals,
    };
    this.closers = [serveLive(this.fastify.server, live), () => apollo.stop()];
  }

  /** A node that runs workers only has health and metrics to tell, and nothing else. */
  serveNoApi(): void {
    const message = 'This node runs workers only. Ask one whose NODE_ROLE is api or all.';
    this.handleGraphQL = (_request, reply) => reply.code(404).send({ errors: [{ message }] });
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
    this.fastify.get('/health/live', async () => ({ status: 'ok' }));
    this.fastify.get('/health/ready', async (_request, reply) => {
      const isReady = await this.options.checkReady().then(
        () => true,
        () => false,
      );
      return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable' });
    });
    this.fastify.get(
      '/metrics',
      { onRequest: (request, reply) => this.principals.admit(request, reply) },
      async (_request, reply) => {
        const { metrics } = this.options;
        return reply.type(metrics.contentType).send(await metrics.text());
      },
    );
    this.fastify.route({
      url: PATH,
      method: ['GET', 'POST', 'OPTIONS'],
      onRequest: async (request, reply) => (wantsPage(request) ? undefined : this.admitToGraphQL(request, reply)),
      preParsing: async (request, _reply, body) => this.principals.bodyOf(request, body as Readable),
      handler: (request, reply) => (wantsPage(request) ? showGraphiQL(reply) : this.handleGraphQL(request, reply)),
    });
  }

  /** Fastify would tell the client what went wrong in here. */
  private answerFailure(error: unknown, { id }: FastifyRequest, reply: FastifyReply): unknown {
    const { statusCode = 500 } = error as { statusCode?: number };
    if (statusCode < 500) {
      const { message } = error as Error;
      return reply.code(statusCode).send({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
    }
    this.options.log.error({ err: error, request: id }, 'request failed');
    const extensions = { code: 'INTERNAL_SERVER_ERROR' };
    return reply.code(statusCode).send({ errors: [{ message: 'Internal error.', extensions }] });
  }

  private noteRefusal(
    { id, method, routeOptions: { url: route } }: FastifyRequest,
    { statusCode }: FastifyReply,
  ): void {
    // A service that is not ready yet says so to whoever watches over it.
    if (route?.startsWith('/health/')) return;
    this.refusals.noteStatus({ transport: 'HTTP', request: id, method, route, status: statusCode });
  }

  private async refuseForeigners({ headers, url }: FastifyRequest, reply: FastifyReply): Promise<void> {
    // Whoever watches over the service may come by its bare address.
    if (url.startsWith('/health/')) return;
    const message = refusalOf(headers, this.options.origins);
    if (message) await reply.code(403).send({ errors: [{ message, extensions: { code: 'FORBIDDEN_ORIGIN' } }] });
  }

  private corsFor({ headers }: FastifyRequest) {
    const isAllowed = isAllowedOrigin(headers.origin, headers.host, this.options.origins.allowedOrigins);
    return { origin: isAllowed, methods: ['GET', 'POST'], credentials: true, maxAge: 600 };
  }
}

/** The caller's name for the request, if it is fit for a log, else a new one. */
function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID();
}

/** A hosted page (Apollo Studio) may ask a service on this machine only if the preflight is answered so. */
async function allowPrivateNetwork({ headers }: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (headers['access-control-request-private-network'] !== 'true') return;
  if (reply.hasHeader('access-control-allow-origin')) reply.header('access-control-allow-private-network', 'true');
}

async function showGraphiQL(reply: FastifyReply): Promise<FastifyReply> {
  const { html, policy } = await graphiQL(PATH);
  void reply.helmet(policy);
  return reply.type('text/html').header('cache-control', 'no-cache').send(html);
}

/** A browser that opens the address, rather than a client that asks it. */
function wantsPage({ method, headers, query }: FastifyRequest): boolean {
  const asksSomething = Object.keys(query as object).length > 0;
  return method === 'GET' && !asksSomething && (headers.accept ?? '').includes('text/html');
}
