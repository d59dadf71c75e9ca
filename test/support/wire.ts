import { connect, type Socket } from 'node:net';

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** Which bytes are concerned: those of the client, those of the host, or all. */
export type Way = 'TO_HOST' | 'TO_CLIENT' | 'BOTH';

/** One connection through a link: the client's socket (near) and the socket to the host (far). */
export class Wire {
  private far: Socket | null = null;
  /** The directions in which nothing passes. */
  private readonly held = { TO_HOST: false, TO_CLIENT: false };
  private isForgotten = false;

  constructor(
    private readonly near: Socket,
    private readonly onGone: () => void,
  ) {
    this.attend(near);
  }

  get isDisturbed(): boolean {
    return this.held.TO_HOST || this.held.TO_CLIENT || this.isForgotten;
  }

  /** @param onJoined called with the client port that the host sees */
  join(target: Target, onJoined: (port: number) => void): void {
    const far = connect({ ...target, allowHalfOpen: true }).pause();
    this.far = far;
    this.attend(far);
    this.pump(this.near, far, 'TO_HOST');
    this.pump(far, this.near, 'TO_CLIENT');
    far.once('connect', () => {
      onJoined(far.localPort!);
      // Not earlier: data buffered before the connect would pass after a cut.
      this.flow();
    });
  }

  /** Nothing passes this way until `heal`: no data, no FIN and no RST. Nobody is told. */
  hold(way: Way = 'BOTH'): void {
    // Backpressure: data sent from now on stays with the sender.
    if (way !== 'TO_CLIENT') this.holdOne('TO_HOST', this.near);
    if (way !== 'TO_HOST') this.holdOne('TO_CLIENT', this.far);
  }

  /** Ends a hold. What was sent meanwhile arrives late, as does the end of a side. */
  heal(): void {
    this.held.TO_HOST = this.held.TO_CLIENT = false;
    if (!this.far) return;
    passEnd(this.near, this.far);
    passEnd(this.far, this.near);
    this.flow();
  }

  /** The host ends a held connection, as its keepalive would. Only if held: otherwise the near side would notice. */
  forsake(): void {
    if (this.held.TO_CLIENT && this.far) resetNow(this.far);
  }

  /** The host ends the connection unnoticed, as if it had restarted: it answers the client's next bytes by a reset. */
  forget(): void {
    this.isForgotten = true;
    this.held.TO_CLIENT = true;
    if (this.far) resetNow(this.far);
    if (this.near.readableEnded) resetNow(this.near);
    else this.near.resume();
  }

  reset(): void {
    resetNow(this.near);
    if (this.far) resetNow(this.far);
  }

  private holdOne(way: 'TO_HOST' | 'TO_CLIENT', from: Socket | null): void {
    this.held[way] = true;
    from?.pause();
  }

  private flow(): void {
    if (!this.held.TO_HOST) this.near.resume();
    if (!this.held.TO_CLIENT) this.far!.resume();
  }

  /** A paused socket still reads a little and notices an end, so each handler checks `held`. */
  private pump(from: Socket, to: Socket, way: 'TO_HOST' | 'TO_CLIENT'): void {
    from.on('data', (chunk: Buffer) => {
      if (this.isForgotten) resetNow(from);
      else if (!this.held[way] && !to.write(chunk)) from.pause();
    });
    to.on('drain', () => {
      if (!this.held[way]) from.resume();
    });
    from.on('end', () => {
      if (this.isForgotten) resetNow(from);
      else if (!this.held[way]) to.end();
    });
    from.on('close', (hadError) => {
      if (!this.held[way] && (hadError || !from.readableEnded)) resetNow(to);
    });
  }

  private attend(socket: Socket): void {
    socket.setNoDelay(true);
    // 'close' follows.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.near.destroyed && (this.far?.destroyed ?? true)) this.onGone();
    });
  }
}

/** Tells the other side of an end that was held back. With data left to pass, 'end' is still to come. */
function passEnd(from: Socket, to: Socket): void {
  if (from.readableEnded) to.end();
  else if (from.destroyed) resetNow(to);
}

/** Works around a libuv limit: it refuses to reset a socket with a pending shutdown, and Node then never closes it. */
function resetNow(socket: Socket): void {
  const isHangingUp = socket.writableEnded && !socket.writableFinished;
  if (isHangingUp) socket.destroy();
  else socket.resetAndDestroy();
}
