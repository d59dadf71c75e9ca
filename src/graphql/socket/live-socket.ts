import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import {
  CloseCode,
  MessageType,
  parseMessage,
  stringifyMessage,
  type Message,
  type Server,
  type SubscribeMessage,
} from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Logger } from '../../application/ports/logger';
import { sharedAbort, whenAborted } from '../../async/shared-abort';
import { unauthenticated } from '../access/authenticator';
import { hasExpired, type Principal } from '../access/principal';
import { publicError } from '../api-errors';
import type { Refusals } from '../refusals';
import { isTooLargeFor, TOO_LARGE_FOR_A_READER } from '../limits/reader-bodies';
import { boundFirstBytes } from './first-bytes';
import { SocketOperations } from './socket-operations';

/** Maximum bytes in a socket's send buffer. Subscriptions hold back long before; see SLOW_BYTES. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
/** Close codes of RFC 6455: the client violates a policy; a message is too big. */
const [POLICY_VIOLATION, TOO_BIG] = [1008, 1009];
/** Maximum bytes of the reason in a close frame (RFC 6455, section 5.5). */
const MAX_REASON_BYTES = 123;

export interface LiveSocketDeps {
  readonly client: WebSocket;
  readonly request: IncomingMessage;
  /** The underlying TCP connection. */
  readonly wire: Duplex;
  readonly protocol: Server<LiveSocket>;
  readonly maxOperations: number;
  readonly refusals: Refusals;
  readonly log: Logger;
}

/**
 * One client's socket, between ws and graphql-ws. Handles messages while the socket is open, and ends all operations
 * as soon as the socket starts to close.
 */
export class LiveSocket {
  private admitted: Principal | null = null;
  readonly client: WebSocket;
  readonly operations: SocketOperations;
  private readonly gone = sharedAbort();
  private readonly endFirstBytes: () => void;
  private handle: (message: Message) => Promise<void> = () => Promise.resolve();

  constructor(private readonly deps: LiveSocketDeps) {
    this.client = deps.client;
    this.operations = new SocketOperations(deps.maxOperations, (message) => this.run(message));
    whenAborted(this.signal, () => this.operations.completeAll());
    this.endFirstBytes = boundFirstBytes(deps.wire, () => this.cutOff(TOO_BIG, 'Too much before connection_ack'));
    this.serve();
  }

  /** The authenticated principal; null until the client is admitted. */
  get principal(): Principal | null {
    return this.admitted;
  }

  /** Admits the client: from now on it may send large messages. */
  admit(principal: Principal): void {
    this.admitted = principal;
    this.endFirstBytes();
  }

  get request(): IncomingMessage {
    return this.deps.request;
  }

  /** Aborts as soon as the socket starts to close. */
  get signal(): AbortSignal {
    return this.gone.signal;
  }

  /** Starts to close the socket. From now on messages are neither handled nor sent. */
  close(code: number, reason: string): void {
    this.client.close(code, Buffer.byteLength(reason) <= MAX_REASON_BYTES ? reason : '');
    this.gone.abort();
  }

  /** Closes the socket and ends its operations because the credential has expired. */
  expire(): void {
    this.close(CloseCode.Forbidden, 'The credential has expired');
  }

  private serve(): void {
    const { client } = this;
    const closed = this.deps.protocol.opened(
      {
        protocol: client.protocol,
        send: (text) => this.send(text),
        close: (code, reason) => this.close(code ?? CloseCode.InternalServerError, reason ?? ''),
        // graphql-ws also accepts a message that is already parsed.
        onMessage: (take) => void (this.handle = take as unknown as typeof this.handle),
      },
      this,
    );
    // ws delivers a Buffer by default.
    client.on('message', (data) => this.receive(data as Buffer));
    // ws closes the socket with a code after a protocol error.
    client.on('error', () => this.gone.abort());
    client.on('close', (code, reason) => {
      this.gone.abort();
      closed(code, String(reason)).catch((error: unknown) => this.failed(error));
    });
  }

  private receive(data: Buffer): void {
    // Messages still arrive until the client has answered the close frame.
    if (this.client.readyState !== WebSocket.OPEN) return;
    if (this.admitted && isTooLargeFor(this.admitted, data.length)) return this.cutOff(TOO_BIG, TOO_LARGE_FOR_A_READER);
    const message = messageIn(data.toString());
    if (!message) return this.close(CloseCode.BadRequest, 'Invalid message received');
    if (message.type === MessageType.Subscribe) this.begin(message);
    else {
      if (message.type === MessageType.Complete) this.operations.complete(message.id);
      void this.handled(message);
    }
    this.closeIfUnread();
  }

  private begin(message: SubscribeMessage): void {
    const obstacle = this.operations.ask(message);
    if (obstacle === 'ID_TAKEN')
      this.close(CloseCode.SubscriberAlreadyExists, `Subscriber for ${message.id} already exists`);
    if (obstacle === 'TOO_MANY') this.refuse(message.id, tooManyOperations(this.deps.maxOperations));
  }

  /** Checks the credential again: the expiry timer may be late, and the operation may have waited. */
  private async run(message: SubscribeMessage): Promise<void> {
    if (!this.admitted || !hasExpired(this.admitted)) return this.handled(message);
    this.refuse(message.id, unauthenticated());
    this.expire();
  }

  private refuse(id: string, error: GraphQLError): void {
    const { message, extensions } = publicError(error, error.toJSON(), this.deps.log);
    this.deps.refusals.noteErrors([error], { transport: 'WebSocket' });
    void this.send(stringifyMessage({ id, type: MessageType.Error, payload: [{ message, extensions }] }));
  }

  private async handled(message: Message): Promise<void> {
    await this.handle(message).catch((error: unknown) => this.failed(error));
  }

  private failed(error: unknown): void {
    this.deps.log.error({ err: error }, 'a message on a WebSocket could not be handled');
    this.close(CloseCode.InternalServerError, 'Internal server error');
  }

  /** Resolves once the message is written. A failure to reach a client that has just disconnected is ignored. */
  private async send(text: string): Promise<void> {
    if (this.client.readyState !== WebSocket.OPEN) return;
    await new Promise<void>((left) => this.client.send(text, () => left()));
  }

  /** Cuts off a client that sends requests without reading the responses, which would fill the memory. */
  private closeIfUnread(): void {
    if (this.client.bufferedAmount > MAX_UNREAD_BYTES) this.cutOff(POLICY_VIOLATION, 'Too much is unread');
  }

  /** Closes and terminates without waiting for the client: it has violated a limit. */
  private cutOff(code: number, reason: string): void {
    this.close(code, reason);
    this.client.terminate();
  }
}

function messageIn(text: string): Message | null {
  try {
    return parseMessage(text);
  } catch {
    return null;
  }
}

function tooManyOperations(limit: number): GraphQLError {
  const message = `This socket has ${limit} operations under way, which is the limit.`;
  return new GraphQLError(message, { extensions: { code: 'TOO_MANY_OPERATIONS', limit } });
}
