import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { JobReads } from '../application/ports/job-reader';
import type { Logger } from '../application/ports/logger';
import type { Telemetry } from '../application/ports/telemetry';
import { within } from '../async/within';
import { Authenticator, type Credentials } from './access/authenticator';
import { refuseForeigners } from './access/foreign-requests';
import type { OriginPolicy } from './access/origins';
import { RequestPrincipals } from './access/request-principals';
import { createApollo, type ApolloOptions } from './apollo';
import { contextOf, type LiveDeps } from './context';
import { CostBudget } from './cost/cost-budget';
import { DearOperations } from './cost/dear-operations';
import { Downloads } from './downloads/downloads';
import { MutationRate } from './limits/mutation-rate';
import { OperationCheck } from './limits/operation-check';
import { requestId, shapeAnswers } from './http-answers';
import { requestRefusal } from './limits/request-bounds';
import { serveLive, type LiveLimits } from './socket/live-server';
import { guardAnswers } from './pages/answer-headers';
import { graphiQL } from './pages/graphiql-page';
import { addStatusRoutes, type StatusDeps } from './pages/status-routes';
import { serveWebPage } from './pages/web-page';
import { Refusals } from './refusals';
import { unansweredSignal } from './unanswered';

const PATH = '/graphql';
/** How long requests in flight may take during shutdown, in milliseconds. */
const LAST_REQUESTS_MS = 2_000;

export interface HttpServerOptions extends StatusDeps {
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
}

/** No route has a JSON schema, so Fastify need not load the schema compilers. */
const NO_SCHEMAS = { compilersFactory: { buildValidator: unused, buildSerializer: unused } };

function unused(): never {
  throw new Error('no route has a schema');
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** The HTTP server of the service. Health routes work from the start, the API once `serve` has been called. */
export class HttpServer {
  private readonly fastify: FastifyInstance;
  private readonly authenticator: Authenticator;
  private readonly principals: RequestPrincipals;
  private readonly downloads: Downloads;
  private readonly refusals: Refusals;
  private handleGraphQL: Handler = (_request, reply) => reply.code(503).send({ status: 'starting' });
  /** Admits a request before its body is read. Until `serve` is called, it admits every request. */
  private admitToGraphQL: Handler = () => undefined;
  private closers: (() => Promise<void>)[] = [];

  constructor(private readonly options: HttpServerOptions) {
    this.authenticator = new Authenticator(options.credentials);
    this.principals = new RequestPrincipals(this.authenticator, options.log);
    this.refusals = new Refusals(options.telemetry, options.log);
    this.downloads = new Downloads(this.authenticator, this.refusals);
    const { maxBodyBytes: bodyLimit, requestTimeoutMs: requestTimeout } = options.limits;
    this.fastify = Fastify({
      bodyLimit,
      requestTimeout,
      // Node checks for late requests only at this interval; its default is 30 seconds.
      http: { connectionsCheckingInterval: Math.min(requestTimeout, 1_000), headersTimeout: requestTimeout },
      forceCloseConnections: 'idle',
      schemaController: NO_SCHEMAS,
      genReqId: ({ headers }) => requestId(headers['x-request-id']),
    });
  }

  /** @returns the URL of the service. @throws the listen error, with its code */
  async listen(): Promise<string> {
    const { host, port, origins, log } = this.options;
    await guardAnswers(this.fastify);
    shapeAnswers(this.fastify, this.refusals, log);
    await refuseForeigners(this.fastify, origins);
    addStatusRoutes(this.fastify, this.principals, this.options);
    this.addGraphQL();
    await this.downloads.addRoutes(this.fastify);
    await serveWebPage(this.fastify, origins.allowedOrigins);
    await this.fastify.listen({ host, port });
    const { port: taken } = this.fastify.server.address() as AddressInfo;
    return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
  }

  /** Opens the API: queries and mutations over HTTP, everything over WebSocket. */
  async serve(schema: GraphQLSchema, deps: LiveDeps, reads: JobReads): Promise<void> {
    const { log, origins, limits, hidesSchema, telemetry } = this.options;
    const { authenticator, principals, refusals } = this;
    const rate = new MutationRate(limits.mutationsPerMinute);
    const budget = new CostBudget(limits.costPerSecond);
    const check = new OperationCheck(schema, rate, budget, new DearOperations(), hidesSchema);
    const apollo = createApollo(schema, check, { ...this.options, refusals });
    await apollo.start();
    this.handleGraphQL = fastifyApolloHandler(apollo, {
      context: async (request, { raw }) => {
        const refusal = requestRefusal(request.body);
        if (refusal) throw refusal;
        return contextOf(await principals.of(request), request.id, deps, unansweredSignal(raw));
      },
    });
    this.admitToGraphQL = (request, reply) => principals.admit(request, reply);
    this.downloads.open(reads);
    const live = {
      schema,
      deps,
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

  /** Configures a node that runs workers only: it serves health and metrics; /graphql returns 404. */
  serveNoApi(): void {
    const message = 'This node runs workers only. Ask one whose NODE_ROLE is api or all.';
    this.handleGraphQL = (_request, reply) => reply.code(404).send({ errors: [{ message }] });
  }

  /** Notifies subscribers of the shutdown, lets requests finish for LAST_REQUESTS_MS, then closes the server. */
  async close(): Promise<void> {
    for (const close of this.closers) await close();
    const closed = this.fastify.close();
    if (await within(LAST_REQUESTS_MS, closed)) return;
    this.fastify.server.closeAllConnections();
    await closed;
  }

  private addGraphQL(): void {
    this.fastify.route({
      url: PATH,
      method: ['GET', 'POST', 'OPTIONS'],
      onRequest: async (request, reply) => (wantsPage(request) ? undefined : this.admitToGraphQL(request, reply)),
      preParsing: async (request, _reply, body) => this.principals.bodyOf(request, body as Readable),
      handler: (request, reply) => (wantsPage(request) ? showGraphiQL(reply) : this.handleGraphQL(request, reply)),
    });
  }
}

async function showGraphiQL(reply: FastifyReply): Promise<FastifyReply> {
  const { html, policy } = await graphiQL(PATH);
  void reply.helmet(policy);
  return reply.type('text/html').header('cache-control', 'no-cache').send(html);
}

/** Whether a browser opens the address, as opposed to a client sending a query. */
function wantsPage({ method, headers, query }: FastifyRequest): boolean {
  const asksSomething = Object.keys(query as object).length > 0;
  return method === 'GET' && !asksSomething && (headers.accept ?? '').includes('text/html');
}
