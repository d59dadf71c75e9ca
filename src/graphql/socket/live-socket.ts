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

/** What may wait in a socket's buffer, in bytes; subscriptions hold back long before. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
/** RFC 6455: the client breaks a rule of ours; it sends more than it may. */
const [POLICY_VIOLATION, TOO_BIG] = [1008, 1009];
/** RFC 6455, section 5.5: no more fits into a close frame. */
const MAX_REASON_BYTES = 123;

export interface LiveSocketDeps {
  readonly client: WebSocket;
  readonly request: IncomingMessage;
  /** The connection below. */
  readonly wire: Duplex;
  readonly protocol: Server<LiveSocket>;
  readonly maxOperations: number;
  readonly refusals: Refusals;
  readonly log: Logger;
}

/**
 * One client's socket, between ws and graphql-ws: takes what the client sends while the socket is open, and ends all
 * that it asked for when the socket closes, or begins to.
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

  /** Who it belongs to; null until that is known. */
  get principal(): Principal | null {
    return this.admitted;
  }

  /** Lets its client in: from now on it may send large messages. */
  admit(principal: Principal): void {
    this.admitted = principal;
    this.endFirstBytes();
  }

  get request(): IncomingMessage {
    return this.deps.request;
  }

  /** Aborts when the socket closes, or begins to. */
  get signal(): AbortSignal {
    return this.gone.signal;
  }

  /** Closes the socket. From now on its client commands nothing and is told nothing. */
  close(code: number, reason: string): void {
    this.client.close(code, Buffer.byteLength(reason) <= MAX_REASON_BYTES ? reason : '');
    this.gone.abort();
  }

  /** Its client's credential has ended, and all that it asked for with it. */
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
        // A message that is parsed already is taken as it is.
        onMessage: (take) => void (this.handle = take as unknown as typeof this.handle),
      },
      this,
    );
    // A Buffer, as ws has it by default.
    client.on('message', (data) => this.receive(data as Buffer));
    // What a client does wrong on its socket closes it, with a code.
    client.on('error', () => this.gone.abort());
    client.on('close', (code, reason) => {
      this.gone.abort();
      closed(code, String(reason)).catch((error: unknown) => this.failed(error));
    });
  }

  private receive(data: Buffer): void {
    // Until the other side has agreed to the close, messages still arrive.
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

  /** A timer may be late, and the operation may have waited: the credential is looked at when it begins. */
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

  /** @returns once it has left; what cannot reach a client that has just gone is nobody's error */
  private async send(text: string): Promise<void> {
    if (this.client.readyState !== WebSocket.OPEN) return;
    await new Promise<void>((left) => this.client.send(text, () => left()));
  }

  /** Whoever asks on without reading what is answered would fill the memory. */
  private closeIfUnread(): void {
    if (this.client.bufferedAmount > MAX_UNREAD_BYTES) this.cutOff(POLICY_VIOLATION, 'Too much is unread');
  }

  /** Who does not keep to the rules is not waited for. */
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
