import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  parse,
  specifiedRules,
  subscribe,
  validate,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Logger } from '../application/ports/logger';
import { within } from '../application/services/within';
import { publicResult } from './api-errors';
import { isAllowedOrigin } from './origins';

/** How long a client may take to answer that the socket closes, in milliseconds. */
const GOODBYE_MS = 1_000;

export interface LiveServerOptions {
  readonly schema: GraphQLSchema;
  readonly context: object;
  readonly path: string;
  readonly allowedOrigins: readonly string[];
  readonly introspection: boolean;
  readonly maxMessageBytes: number;
  readonly log: Logger;
}

/** Serves GraphQL over WebSocket (graphql-transport-ws) on an HTTP server's upgrades; returns what ends it. */
export function serveLive(server: Server, options: LiveServerOptions): () => Promise<void> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.maxMessageBytes });
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node leaves an upgraded socket without a listener; an error that nobody listens to would end the process.
    socket.once('error', () => socket.destroy());
    const refusal = refusalOf(request, options);
    if (refusal)
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
    else sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  };
  server.on('upgrade', onUpgrade);
  const { schema, context, introspection, log } = options;
  const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const live = useServer(
    {
      schema,
      context: () => context,
      onSubscribe: (_context, _id, { query }) => syntaxErrorsOf(query),
      subscribe: (args) => subscribeSafely(args),
      validate: (_schema, document) => validate(schema, document, rules),
      onOperation: (_context, _id, _payload, _args, result) =>
        isStream(result) ? publicStream(result, log) : publicResult(result as ExecutionResult, log),
    },
    sockets,
  );
  return async () => {
    server.off('upgrade', onUpgrade);
    const disposed = Promise.resolve(live.dispose());
    if (await within(GOODBYE_MS, disposed)) return;
    for (const client of sockets.clients) client.terminate();
    await disposed;
  };
}

/** By itself graphql-ws closes the socket, with every subscription on it, when one document does not parse. */
function syntaxErrorsOf(query: string): readonly GraphQLError[] | undefined {
  try {
    parse(query);
    return undefined;
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError('The document is nested too deeply.')];
  }
}

/** Likewise when a subscription cannot begin. */
async function subscribeSafely(args: ExecutionArgs): ReturnType<typeof subscribe> {
  try {
    return await subscribe(args);
  } catch (error) {
    return { errors: [new GraphQLError('failed', { originalError: error as Error })] };
  }
}

function refusalOf({ url, headers }: IncomingMessage, { path, allowedOrigins }: LiveServerOptions): string | null {
  if (url?.split('?')[0] !== path) return '404 Not Found';
  return isAllowedOrigin(headers.origin, headers.host, allowedOrigins) ? null : '403 Forbidden';
}

function isStream(result: unknown): result is AsyncGenerator<ExecutionResult> {
  return typeof result === 'object' && result !== null && Symbol.asyncIterator in result;
}

/** An error in the middle of a stream ends that subscription, not the socket with all the others on it. */
function publicStream(stream: AsyncGenerator<ExecutionResult>, log: Logger): AsyncGenerator<ExecutionResult> {
  let hasFailed = false;
  return {
    ...stream,
    next: async () => {
      if (hasFailed) return { value: undefined, done: true };
      try {
        const next = await stream.next();
        return next.done ? next : { value: publicResult(next.value, log), done: false };
      } catch (error) {
        hasFailed = true;
        const failure = new GraphQLError('failed', { originalError: error as Error });
        return { value: publicResult({ errors: [failure] }, log), done: false };
      }
    },
    return: (value) => stream.return(value),
    throw: (error) => stream.throw(error),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
