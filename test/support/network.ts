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
  /** When the host got a client at this port by way of this link, by Date.now(): ports are used again, by other links as well. */
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

  /**
   * The same with a single one. @param pick which, of any number
   * @returns false when there is none that is not silent already
   */
  silenceOne(pick: number): boolean {
    const speaking = [...this.wires].filter((wire) => !wire.isSilent);
    speaking[pick % speaking.length]?.hold();
    return speaking.length > 0;
  }

  /** The host gives up the connections that are cut or silent, as by its keepalive; the client still believes in them. */
  hostGivesUp(): void {
    for (const wire of this.wires) wire.forsake();
  }

  /** Plugs it in again, after so long that both sides find the connections of before and meanwhile reset. */
  mend(): void {
    if (!this.isCut) return;
    this.isCut = false;
    this.sever();
  }

  /** The same, but the client hears nothing of it: the connections of before and meanwhile stay half-open, new ones pass. */
  mendHalfOpen(): void {
    if (!this.isCut) return;
    this.isCut = false;
    this.hostGivesUp();
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
    if (!this.isCut) wire.join(this.target, (port) => this.clientPorts.set(port, Date.now()));
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

  get isSilent(): boolean {
    return this.isHeld;
  }

  /** @param onJoined told the port that the host sees */
  join(target: Target, onJoined: (port: number) => void): void {
    const far = connect({ ...target, allowHalfOpen: true }).pause();
    this.far = far;
    this.attend(far);
    this.pump(this.near, far);
    this.pump(far, this.near);
    far.once('connect', () => {
      onJoined(far.localPort!);
      // Not before: what waits for the connection in our buffer would pass after a cut.
      this.flow();
    });
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
