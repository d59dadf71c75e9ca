import type { WebSocket } from 'ws';

/** Bytes in the socket's send buffer beyond which a client counts as slow and is sent nothing more until it drains. */
const SLOW_BYTES = 256 * 1024;

/** Sends a subscription's results to its client as graphql-transport-ws `next` messages, with serialised payloads. */
export class Sink {
  private readonly head: string;

  constructor(
    private readonly socket: WebSocket,
    id: string,
  ) {
    this.head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  }

  get isSlow(): boolean {
    return this.socket.bufferedAmount > SLOW_BYTES;
  }

  /**
   * @param payload an execution result as JSON
   * @param sent called once the message has been written, or cannot be written any more
   */
  send(payload: string, sent?: () => void): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(`${this.head}${payload}}`, sent);
    else sent?.();
  }

  /** @param drained called once all previous messages have been written, or cannot be written any more */
  whenDrained(drained: () => void): void {
    // A ping is queued behind the buffered messages, so its callback marks the drain.
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping(undefined, false, drained);
    else drained();
  }
}
