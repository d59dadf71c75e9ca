import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { Logger } from '../../application/ports/logger';
import type { Refusal, Telemetry } from '../../application/ports/telemetry';
import { within } from '../../async/within';
import type { Authenticator } from '../access/authenticator';
import { refusalOf, type OriginPolicy } from '../access/origins';
import { publicResult, withoutSuggestion } from '../api-errors';
import type { LiveDeps } from '../context';
import type { OperationCheck } from '../limits/operation-check';
import type { Refusals } from '../refusals';
import { authenticateSocket } from './authenticate-socket';
import { keepAlive } from './heartbeat';
import type { LiveArgs } from './live-args';
import { LiveOperations } from './live-operations';
import { LiveSocket } from './live-socket';
import { LiveSubscriptions } from '../live/live-subscriptions';
import { SocketCount } from './socket-count';

/** Timeout for clients to answer the close frame, in milliseconds. */
const GOODBYE_MS = 1_000;

/** Timeout for the client's `connection_init`, which carries its credential, in milliseconds. */
const CREDENTIAL_MS = 3_000;

/** Close code of RFC 6455: the service shuts down. */
const GOING_AWAY = 1001;

export interface LiveLimits {
  /** Maximum bytes of one message. */
  readonly maxBodyBytes: number;
  readonly maxSocketsPerClient: number;
  readonly maxOperationsPerSocket: number;
  readonly heartbeatMs: number;
}

export interface LiveServerOptions {
  readonly schema: GraphQLSchema;
  readonly deps: LiveDeps;
  readonly path: string;
  readonly origins: OriginPolicy;
  readonly authenticator: Authenticator;
  readonly check: OperationCheck;
  readonly limits: LiveLimits;
  /** Whether error messages omit suggestions that reveal schema names. */
  readonly hidesSchema: boolean;
  readonly telemetry: Telemetry;
  readonly refusals: Refusals;
  readonly log: Logger;
}

/** Serves GraphQL over WebSocket (graphql-transport-ws) on an HTTP server's upgrades. @returns a stop function */
export function serveLive(server: Server, options: LiveServerOptions): () => Promise<void> {
  const { limits, log } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.maxBodyBytes,
    handleProtocols,
    // One message per turn of the event loop, so that a burst from one client does not starve other work.
    allowSynchronousEvents: false,
  });
  const count = new SocketCount(limits.maxSocketsPerClient);
  const protocol = makeServer(hooks(options));
  const deps = { protocol, maxOperations: limits.maxOperationsPerSocket, refusals: options.refusals, log };
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node removes its listeners from an upgraded socket; an unhandled 'error' event would end the process.
    socket.once('error', () => socket.destroy());
    const address = request.socket.remoteAddress ?? '';
    const refusal = upgradeRefusal(request, options) ?? (count.admit(address) ? null : '429 Too Many Requests');
    if (refusal) return refuse(socket, refusal, options.refusals);
    socket.once('close', () => count.leave(address));
    sockets.handleUpgrade(request, socket, head, (client) => {
      new LiveSocket({ ...deps, client, request, wire: socket });
      keepAlive(client, limits.heartbeatMs);
    });
  };
  server.on('upgrade', onUpgrade);
  return () => {
    server.off('upgrade', onUpgrade);
    return goAway(sockets);
  };
}

/** Sends all clients a close frame, and terminates those that have not closed within GOODBYE_MS. */
async function goAway(sockets: WebSocketServer): Promise<void> {
  const left = new Promise<void>((resolve) => sockets.close(() => resolve()));
  for (const client of sockets.clients) client.close(GOING_AWAY, 'Going away');
  if (await within(GOODBYE_MS, left)) return;
  for (const client of sockets.clients) client.terminate();
  await left;
}

/** The graphql-ws hooks for each step of the protocol. */
function hooks(options: LiveServerOptions): ServerOptions<Record<string, unknown>, LiveSocket> {
  const { schema, check, deps, authenticator, refusals, log } = options;
  const operations = new LiveOperations(schema, check, deps, log);
  const subscriptions = new LiveSubscriptions(options.telemetry, log);
  return {
    connectionInitWaitTimeout: CREDENTIAL_MS,
    onConnect: (context) => authenticateSocket(context, authenticator, refusals),
    onSubscribe: ({ extra }, id, request) => operations.prepare(extra, id, request),
    subscribe: (args) => subscriptions.subscribe(args as LiveArgs),
    onOperation: (_context, _id, _request, args, result) => {
      (args as LiveArgs).endTurn();
      return Symbol.asyncIterator in result ? result : publicResult(result as ExecutionResult, log);
    },
    onNext: (_context, _id, _request, _args, result) =>
      result.errors && { ...result, errors: shown(result.errors, options) },
    onError: (_context, _id, _request, errors) => shown(errors, options),
  };
}

/** Counts errors and formats them for the client. */
function shown(errors: readonly GraphQLError[], { refusals, hidesSchema }: LiveServerOptions) {
  refusals.noteErrors(errors, OVER_SOCKET);
  const formatted = errors.map((error) => error.toJSON());
  return hidesSchema ? formatted.map(withoutSuggestion) : formatted;
}

function upgradeRefusal({ url, headers }: IncomingMessage, { path, origins }: LiveServerOptions): string | null {
  if (url?.split('?')[0] !== path) return '404 Not Found';
  return refusalOf(headers, origins) ? '403 Forbidden' : null;
}

const OVER_SOCKET = { transport: 'WebSocket' } as const;
const UPGRADE_REFUSALS: Readonly<Record<string, Refusal>> = {
  '403 Forbidden': 'FORBIDDEN_ORIGIN',
  '429 Too Many Requests': 'TOO_MANY_SOCKETS',
};

function refuse(socket: Duplex, status: string, refusals: Refusals): void {
  const reason = UPGRADE_REFUSALS[status];
  if (reason) refusals.note(reason, OVER_SOCKET);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
