import { Client, Connection, type ClientConfig } from 'pg';

export interface PooledClientConfig extends ClientConfig {
  /** A connection over which nothing comes for so long while somebody waits is cut, in milliseconds; 0: never. */
  readonly silentMs?: number;
}

/** How long a request to cancel may take, in milliseconds: the connection is cut then in any case. */
const CANCEL_MS = 1_000;
/** Linux would look after two hours whether the other side of a connection is still there; in milliseconds. */
const KEEPALIVE_MS = 10_000;

/**
 * A connection that never keeps anybody waiting for ever. pg's own `query_timeout` gives the waiting up but leaves the
 * connection as it is, and whoever gets it next waits behind what hangs: this one is cut instead, which its pool finds
 * out when it comes back.
 */
export class PooledClient extends Client {
  private readonly silentMs: number;
  private overdue: NodeJS.Timeout | undefined;
  private readonly ended = new Promise<void>((resolve) => this.once('end', resolve));

  constructor(config: PooledClientConfig = {}) {
    super({ keepAlive: true, keepAliveInitialDelayMillis: KEEPALIVE_MS, ...config });
    this.silentMs = config.silentMs ?? 0;
    // A connection that is cut tells so by an `error` event. While somebody has it from a pool nobody listens, and an
    // event that nobody listens to would end the process. Whoever uses it is told anyway.
    this.on('error', () => undefined);
    for (const event of ['drain', 'end'] as const) this.on(event, () => this.unwatch());
    // A pool hands a connection on before it has drained, as long as somebody waits: each answer shows that it is alive.
    (this as unknown as Cancellable).connection.on('readyForQuery', () => this.overdue?.refresh());
  }

  /** In all the forms that pg has. */
  override query(...args: never[]): never {
    this.watch();
    return (super.query as (...args: never[]) => never)(...args);
  }

  /**
   * Nobody waits for the statement under way any more: it is cancelled at the server, and the connection is cut. Resolves
   * when the connection is known to be gone.
   */
  async abandon(): Promise<void> {
    await requestCancel(this as unknown as Cancellable);
    this.cut();
    await this.ended;
  }

  private watch(): void {
    if (this.silentMs > 0) this.overdue ??= setTimeout(() => this.cut(), this.silentMs).unref();
  }

  private unwatch(): void {
    clearTimeout(this.overdue);
    this.overdue = undefined;
  }

  /** At once, and without a word to the server. */
  cut(): void {
    this.unwatch();
    (this as unknown as Cancellable).connection.stream.destroy();
  }
}

/** What pg knows of a connection and its types do not tell. */
interface Cancellable {
  readonly connection: NodeJS.EventEmitter & { readonly stream: { destroy(): void } };
  readonly host: string;
  readonly port: number;
  readonly ssl: boolean | object;
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/** pg's own, without what its types do not tell. */
interface WireConnection extends NodeJS.EventEmitter {
  readonly stream: { destroy(): void };
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
}

/**
 * By the protocol's own request on a connection of its own (manual, "Canceling Requests in Progress"), which poolers pass
 * on; a process id asked for with pg_cancel_backend would be theirs. The server hangs up once it has passed it on.
 */
function requestCancel({ host, port, ssl, processID, secretKey }: Cancellable): Promise<void> {
  if (processID === null || secretKey === null) return Promise.resolve();
  const wire = new (Connection as unknown as new (config: object) => WireConnection)({ ssl });
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      wire.stream.destroy();
      resolve();
    };
    const timer = setTimeout(end, CANCEL_MS);
    for (const event of ['error', 'end']) wire.on(event, end);
    wire.on('connect', () => (ssl ? wire.requestSsl() : wire.cancel(processID, secretKey)));
    wire.on('sslconnect', () => wire.cancel(processID, secretKey));
    if (host.startsWith('/')) wire.connect(`${host}/.s.PGSQL.${port}`);
    else wire.connect(port, host);
  });
}
