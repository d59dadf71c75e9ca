import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Wire, type Target } from './wire';

const LOOPBACK = '127.0.0.1';
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'postgres:': 5432, 'postgresql:': 5432, 'redis:': 6379 };

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

  get isDown(): boolean {
    return this.isCut;
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
   * Returns a single connection, to disturb it.
   * @param pick any number; selects one of the undisturbed connections
   * @returns null if there is none
   */
  one(pick: number): Wire | null {
    const undisturbed = [...this.wires].filter((wire) => !wire.isDisturbed);
    return undisturbed[pick % undisturbed.length] ?? null;
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
