import type { WebSocket } from 'ws';

/** A client that has so much unread in its socket's buffer gets nothing more until it has read on, in bytes. */
const SLOW_BYTES = 256 * 1024;

/** The way of one subscription's results to its client: `next` messages of graphql-transport-ws, rendered elsewhere. */
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

  /** @param payload an execution result as JSON. @param sent called once it has left, or cannot leave any more */
  send(payload: string, sent?: () => void): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(`${this.head}${payload}}`, sent);
    else sent?.();
  }

  /** @param drained called once everything that was sent has left the socket, or cannot leave any more */
  whenDrained(drained: () => void): void {
    // A ping goes out behind what waits already.
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping(undefined, false, drained);
    else drained();
  }
}
