import { Client, Connection, type ClientConfig } from 'pg';

export interface PooledClientConfig extends ClientConfig {
  /** The connection is cut when a query waits and nothing arrives for this long, in milliseconds; 0: never. */
  readonly silentMs?: number;
}

/** Timeout of a cancel request in milliseconds. The connection is cut afterwards in any case. */
const CANCEL_MS = 1_000;
/** First TCP keepalive probe after this idle time, in milliseconds. Linux's default is two hours. */
const KEEPALIVE_MS = 10_000;

/**
 * A connection on which no query waits for ever. pg's own `query_timeout` rejects the query but leaves the connection
 * open, and its next user waits behind the query that hangs. This client cuts the connection instead; the pool notices
 * when the connection is released.
 */
export class PooledClient extends Client {
  private readonly silentMs: number;
  private overdue: NodeJS.Timeout | undefined;
  private readonly ended = new Promise<void>((resolve) => this.once('end', resolve));

  constructor(config: PooledClientConfig = {}) {
    super({ keepAlive: true, keepAliveInitialDelayMillis: KEEPALIVE_MS, ...config });
    this.silentMs = config.silentMs ?? 0;
    // A cut connection emits an 'error' event. A pool does not listen while the connection is checked out, and an
    // unhandled 'error' event would end the process. The pending query rejects anyway.
    this.on('error', () => undefined);
    for (const event of ['drain', 'end'] as const) this.on(event, () => this.unwatch());
    // Under load a pool hands a connection on before it has drained; each response shows that it is alive.
    (this as unknown as Cancellable).connection.on('readyForQuery', () => this.overdue?.refresh());
  }

  /** Covers all overloads of pg. */
  override query(...args: never[]): never {
    this.watch();
    return (super.query as (...args: never[]) => never)(...args);
  }

  /** Cancels the statement in flight at the server and cuts the connection. Resolves when the connection has ended. */
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

  /** Closes the socket at once, without a message to the server. */
  cut(): void {
    this.unwatch();
    (this as unknown as Cancellable).connection.stream.destroy();
  }
}

/** Properties of pg's client that its types do not declare. */
interface Cancellable {
  readonly connection: NodeJS.EventEmitter & { readonly stream: { destroy(): void } };
  readonly host: string;
  readonly port: number;
  readonly ssl: boolean | object;
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/** pg's Connection, with the methods that its types do not declare. */
interface WireConnection extends NodeJS.EventEmitter {
  readonly stream: { destroy(): void };
  connect(port: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processId: number, secretKey: number): void;
}

/**
 * Sends the protocol's CancelRequest on a separate connection (PostgreSQL manual, "Canceling Requests in Progress").
 * Poolers forward it, whereas pg_cancel_backend behind a pooler would name the pooler's process id. The server closes
 * the connection once it has processed the request.
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
