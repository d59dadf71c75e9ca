import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';

/** A message of graphql-transport-ws. */
export interface LiveMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A client that sends exactly what the test specifies and queues every received message. */
export class RawClient {
  private readonly heard: LiveMessage[] = [];
  private wake: () => void = () => undefined;
  /** Close code and reason. */
  readonly closed: Promise<string>;

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.heard.push(JSON.parse((data as Buffer).toString()) as LiveMessage);
      this.wake();
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        resolve(`${code} ${reason.toString()}`);
        this.wake();
      });
    });
  }

  /** Opens the socket without connection_init. */
  static async connect(url: string, options: ClientOptions = {}): Promise<RawClient> {
    const client = new RawClient(new WebSocket(url, 'graphql-transport-ws', options));
    await once(client.socket, 'open');
    return client;
  }

  /** Opens the socket and waits for connection_ack. @throws Error on any other message */
  static async open(url: string, payload: object = {}, options: ClientOptions = {}): Promise<RawClient> {
    const client = await RawClient.connect(url, options);
    client.send({ type: 'connection_init', payload });
    const { type } = await client.next();
    if (type !== 'connection_ack') throw new Error(`${type} instead of connection_ack`);
    return client;
  }

  /** Sends all messages in one burst. */
  send(...messages: (object | string)[]): void {
    const { _socket: wire } = this.socket as unknown as { _socket: { cork(): void; uncork(): void } };
    wire.cork();
    for (const message of messages) {
      this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    }
    wire.uncork();
  }

  /** Returns the next message. @throws Error if the socket closes first */
  async next(): Promise<LiveMessage> {
    while (this.heard.length === 0) {
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`closed: ${await this.closed}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return this.heard.shift()!;
  }
}

export function subscribe(id: string, query: string, variables: object = {}): LiveMessage {
  return { type: 'subscribe', id, payload: { query, variables } };
}

export function complete(id: string): LiveMessage {
  return { type: 'complete', id };
}
