import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const LOOPBACK = '127.0.0.1';
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'postgres:': 5432, 'postgresql:': 5432, 'redis:': 6379 };

interface Target {
  readonly host: string;
  readonly port: number;
}

/** A cable of the test's own between a client and a host: what it carries, it can stop carrying. */
export class Link {
  private readonly wires = new Set<Wire>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    private readonly target: Target,
  ) {
    server.on('connection', (near: Socket) => this.accept(near));
  }

  static async open(host: string, port: number): Promise<Link> {
    // A peer that has said its last word may still be listening, as without a proxy between.
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const link = new Link(server, { host, port });
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
    return link;
  }

  /** To the host and port of this URL. */
  static to(url: string): Promise<Link> {
    const { hostname, port, protocol } = new URL(url);
    return Link.open(hostname.replace(/^\[|\]$/g, ''), Number(port) || DEFAULT_PORTS[protocol]!);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Connections that it holds, of a client or to the host. */
  get connections(): number {
    return this.wires.size;
  }

  /** This URL, by way of the link. */
  through(url: string): string {
    const changed = new URL(url);
    changed.hostname = LOOPBACK;
    changed.port = String(this.port);
    return changed.href;
  }

  /** Pulls the cable: nobody is told, no connection ends, and nothing passes, not even that one side hung up. */
  cut(): void {
    this.isCut = true;
    for (const wire of this.wires) wire.hold();
  }

  /**
   * The connections of now fall silent for good: nobody is told, nothing passes, and no end of one side reaches the other.
   * New ones pass, as when a firewall forgets what it has let through.
   */
  silence(): void {
    for (const wire of this.wires) wire.hold();
  }

  /** While it is cut, the host gives its connections up, as by its keepalive; the client still believes in them. */
  hostGivesUp(): void {
    for (const wire of this.wires) wire.forsake();
  }

  /** Plugs it in again, after so long that both sides find the connections of before and meanwhile reset. */
  mend(): void {
    if (!this.isCut) return;
    this.isCut = false;
    this.sever();
  }

  /** Resets all connections; new ones pass. */
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
    if (!this.isCut) wire.join(this.target);
  }
}

/** One connection through a link: a client's to us, and ours to the host. */
class Wire {
  private far: Socket | null = null;
  private isHeld = false;

  constructor(
    private readonly near: Socket,
    private readonly onGone: () => void,
  ) {
    this.attend(near);
  }

  join(target: Target): void {
    this.far = connect({ ...target, allowHalfOpen: true }).pause();
    this.attend(this.far);
    this.pump(this.near, this.far);
    this.pump(this.far, this.near);
    // Not before: what waits for the connection in our buffer would pass after a cut.
    this.far.once('connect', () => this.flow());
  }

  /** For good: a connection that was cut is reset one day, never continued. */
  hold(): void {
    this.isHeld = true;
    // What is sent from now on piles up with its sender.
    this.near.pause();
    this.far?.pause();
  }

  /** Only where it is held, or the near side would hear of it. */
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

  /** A socket that is paused still reads a little, and so hears of an end: all that happens to a held one stays here. */
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
    // Its close says it.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (this.near.destroyed && (this.far?.destroyed ?? true)) this.onGone();
    });
  }
}

/** libuv refuses to reset a socket that is about to hang up, and Node, which thinks it has, then never closes it. */
function resetNow(socket: Socket): void {
  const isHangingUp = socket.writableEnded && !socket.writableFinished;
  if (isHangingUp) socket.destroy();
  else socket.resetAndDestroy();
}
