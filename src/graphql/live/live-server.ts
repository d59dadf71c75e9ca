import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Logger } from '../../application/ports/logger';
import type { Telemetry } from '../../application/ports/telemetry';
import { within } from '../../application/services/within';
import type { Authenticator } from '../access/authenticator';
import { refusalOf, type OriginPolicy } from '../access/origins';
import { publicResult } from '../api-errors';
import type { LiveParts } from '../context';
import type { OperationCheck } from '../limits/operation-check';
import { enter, type LiveExtra } from './entrance';
import type { LiveArgs } from './live-args';
import { LiveOperations } from './live-operations';
import { LiveSubscriptions } from './live-subscriptions';
import { SocketCount } from './socket-count';

/** How long a client may take to answer that the socket closes, in milliseconds. */
const GOODBYE_MS = 1_000;

/** What may wait in a socket's buffer, in bytes; subscriptions hold back long before. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

export interface LiveLimits {
  /** Bytes of one message. */
  readonly maxBodyBytes: number;
  readonly maxSocketsPerClient: number;
  readonly maxOperationsPerSocket: number;
  readonly heartbeatMs: number;
}

export interface LiveServerOptions {
  readonly schema: GraphQLSchema;
  readonly parts: LiveParts;
  readonly path: string;
  readonly origins: OriginPolicy;
  readonly authenticator: Authenticator;
  readonly check: OperationCheck;
  readonly limits: LiveLimits;
  readonly telemetry: Telemetry;
  readonly log: Logger;
}

/** Serves GraphQL over WebSocket (graphql-transport-ws) on an HTTP server's upgrades; returns what ends it. */
export function serveLive(server: Server, options: LiveServerOptions): () => Promise<void> {
  const { limits } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.maxBodyBytes });
  const count = new SocketCount(limits.maxSocketsPerClient);
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node leaves an upgraded socket without a listener; an error that nobody listens to would end the process.
    socket.once('error', () => socket.destroy());
    const address = request.socket.remoteAddress ?? '';
    const refusal = upgradeRefusal(request, options) ?? (count.admit(address) ? null : '429 Too Many Requests');
    if (refusal) return refuse(socket, refusal);
    socket.once('close', () => count.leave(address));
    sockets.handleUpgrade(request, socket, head, (client) => {
      forgiveLateSends(client);
      sockets.emit('connection', client, request);
      client.on('message', () => closeIfUnread(client));
      // What a client does wrong on its socket closes it with a code; graphql-ws would print it with its stack.
      client.removeAllListeners('error').on('error', () => undefined);
    });
  };
  server.on('upgrade', onUpgrade);
  const live = useServer(protocol(options), sockets, limits.heartbeatMs);
  return async () => {
    server.off('upgrade', onUpgrade);
    const disposed = Promise.resolve(live.dispose());
    if (await within(GOODBYE_MS, disposed)) return;
    for (const client of sockets.clients) client.terminate();
    await disposed;
  };
}

type Protocol = ServerOptions<Record<string, unknown>, LiveExtra> & { readonly isProd: boolean };

/** What graphql-ws asks us at each step of its protocol. */
function protocol(options: LiveServerOptions): Protocol {
  const { schema, check, parts, authenticator, limits, log } = options;
  const operations = new LiveOperations(schema, check, parts, log);
  const subscriptions = new LiveSubscriptions(options.telemetry, log);
  return {
    // What went wrong is for the log.
    isProd: true,
    onConnect: (context) => enter(context, authenticator),
    onSubscribe: ({ extra, subscriptions: running }, id, request) => {
      if (Object.keys(running).length > limits.maxOperationsPerSocket) return [tooManyOperations(limits)];
      return operations.prepare(extra.principal!, extra.socket, id, request);
    },
    subscribe: (args) => subscriptions.subscribe(args as LiveArgs),
    onOperation: (_context, _id, _request, _args, result) =>
      Symbol.asyncIterator in result ? result : publicResult(result as ExecutionResult, log),
  };
}

function tooManyOperations({ maxOperationsPerSocket }: LiveLimits): GraphQLError {
  const message = `This socket has ${maxOperationsPerSocket} operations under way, which is the limit.`;
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_OPERATIONS', limit: maxOperationsPerSocket } });
}

/** What cannot reach a client that has just gone is nobody's error; graphql-ws would print each with its stack. */
function forgiveLateSends(client: WebSocket): void {
  const send = client.send.bind(client) as (data: string, sent?: () => void) => void;
  const forgiving = (data: string, sent?: () => void) => (sent ? send(data, () => sent()) : send(data));
  client.send = forgiving as WebSocket['send'];
}

/** Whoever asks on without reading what is answered would fill the memory. */
function closeIfUnread(client: WebSocket): void {
  if (client.bufferedAmount <= MAX_UNREAD_BYTES) return;
  client.close(1008, 'Too much is unread');
  client.terminate();
}

function upgradeRefusal({ url, headers }: IncomingMessage, { path, origins }: LiveServerOptions): string | null {
  if (url?.split('?')[0] !== path) return '404 Not Found';
  return refusalOf(headers, origins) ? '403 Forbidden' : null;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
