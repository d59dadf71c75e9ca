import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const LOOPBACK = '127.0.0.1';
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'postgres:': 5432, 'postgresql:': 5432, 'redis:': 6379 };

interface Target {
  readonly host: string;
  readonly port: number;
}

/** A TCP proxy between a client and a host that can stop forwarding. */
export class Link {
  /**
   * By client port at the host: Date.now() of the latest connection through this link. Ports are reused, also by other
   * links.
   */
  readonly clientPorts = new Map<number, number>();
  private readonly wires = new Set<Wire>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    private readonly target: Target,
  ) {
    server.on('connection', (near: Socket) => this.accept(near));
  }

  static async open(host: string, port: number): Promise<Link> {
    // Forwards half-closed connections as a direct connection would.
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const link = new Link(server, { host, port });
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
    return link;
  }

  /** Opens a link to the host and port of a URL. */
  static to(url: string): Promise<Link> {
    const { hostname, port, protocol } = new URL(url);
    return Link.open(hostname.replace(/^\[|\]$/g, ''), Number(port) || DEFAULT_PORTS[protocol]!);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Open connections through the link, including those closed on only one side. */
  get connections(): number {
    return this.wires.size;
  }

  /** Returns the URL with the host and port of the link. */
  through(url: string): string {
    const changed = new URL(url);
    changed.hostname = LOOPBACK;
    changed.port = String(this.port);
    return changed.href;
  }

  /** Stops forwarding: no connection ends, and nothing passes, not even a FIN or RST. */
  cut(): void {
    this.isCut = true;
    for (const wire of this.wires) wire.hold();
  }

  /**
   * Silences the current connections for good: they stay open, and neither data nor the end of one side passes. New
   * connections pass, as when a firewall loses its connection table.
   */
  silence(): void {
    for (const wire of this.wires) wire.hold();
  }

  /**
   * Silences a single connection.
   * @param pick any number; selects the connection
   * @returns false if every connection is silent already
   */
  silenceOne(pick: number): boolean {
    const speaking = [...this.wires].filter((wire) => !wire.isSilent);
    speaking[pick % speaking.length]?.hold();
    return speaking.length > 0;
  }

  /** The host closes the cut or silent connections, as its keepalive would. The client still considers them open. */
  hostGivesUp(): void {
    for (const wire of this.wires) wire.forsake();
  }

  /** Ends a cut by resetting all connections on both sides, as after a long outage. New ones pass. */
  mend(): void {
    if (!this.isCut) return;
    this.isCut = false;
    this.sever();
  }

  /** Ends a cut by resetting all connections on the host's side only: they stay half-open. New ones pass. */
  mendHalfOpen(): void {
    if (!this.isCut) return;
    this.isCut = false;
    this.hostGivesUp();
  }

  /** Resets all connections. New ones pass. */
  sever(): void {
    for (const wire of this.wires) wire.reset();
  }

  async close(): Promise<void> {
    this.sever();
    if (!this.server.listening) return;
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(near: Socket): void {
    const wire = new Wire(near, () => this.wires.delete(wire));
    this.wires.add(wire);
    if (!this.isCut) wire.join(this.target, (port) => this.clientPorts.set(port, Date.now()));
  }
}

/** One connection through a link: the client's socket (near) and the socket to the host (far). */
class Wire {
  private far: Socket | null = null;
  private isHeld = false;

  constructor(
    private readonly near: Socket,
    private readonly onGone: () => void,
  ) {
    this.attend(near);
  }

  get isSilent(): boolean {
    return this.isHeld;
  }

  /** @param onJoined called with the client port that the host sees */
  join(target: Target, onJoined: (port: number) => void): void {
    const far = connect({ ...target, allowHalfOpen: true }).pause();
    this.far = far;
    this.attend(far);
    this.pump(this.near, far);
    this.pump(far, this.near);
    far.once('connect', () => {
      onJoined(far.localPort!);
      // Not earlier: data buffered before the connect would pass after a cut.
      this.flow();
    });
  }

  /** Permanent: a cut connection is eventually reset, never resumed. */
  hold(): void {
    this.isHeld = true;
    // Backpressure: data sent from now on stays with the sender.
    this.near.pause();
    this.far?.pause();
  }

  /** Only if held: otherwise the near side would notice. */
  forsake(): void {
    if (this.isHeld && this.far) resetNow(this.far);
  }

  reset(): void {
    resetNow(this.near);
    if (this.far) resetNow(this.far);
  }

  private flow(): void {
    if (this.isHeld) return;
    this.near.resume();
    this.far!.resume();
  }

  /** A paused socket still reads a little and notices an end, so each handler checks isHeld. */
  private pump(from: Socket, to: Socket): void {
    from.on('data', (chunk: Buffer) => {
      if (!this.isHeld && !to.write(chunk)) from.pause();
    });
    to.on('drain', () => {
      if (!this.isHeld) from.resume();
    });
    from.on('end', () => {
      if (!this.isHeld) to.end();
    });
    from.on('close', (hadError) => {
      if (!this.isHeld && (hadError || !from.readableEnded)) resetNow(to);
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

/** Works around a libuv limit: it refuses to reset a socket with a pending shutdown, and Node then never closes it. */
function resetNow(socket: Socket): void {
  const isHangingUp = socket.writableEnded && !socket.writableFinished;
  if (isHangingUp) socket.destroy();
  else socket.resetAndDestroy();
}
