import { createClient, type Client as LiveClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { App } from '../../src/app';
import { readConfig } from '../../src/config';
import { SimxServer } from '../../src/sources/simx/simx-server';
import { createTestDatabase, type TestDatabase } from './database';
import { UNREACHABLE_SOURCES } from './unreachable-sources';

/** A log line of the service. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: Record<string, unknown>;
  readonly message: string;
}

export interface Response<T = Record<string, unknown>> {
  readonly data: T;
  readonly errors?: { message: string; extensions: Record<string, unknown> }[];
}

/** @param isNode whether it is a cluster node, as is every service with an external database */
function appWith(env: Record<string, string>, isNode: boolean, logged: LogLine[]): App {
  const config = readConfig(env);
  const note = (level: LogLine['level']) => (fields: object, message: string) =>
    void logged.push({ level, fields: fields as LogLine['fields'], message });
  const log = { info: note('info'), warn: note('warn'), error: note('error') };
  return new App(isNode ? config : { ...config, cluster: null }, log, () => undefined);
}

function bearer(token: string): Record<string, string> {
  return token ? { authorization: `Bearer ${token}` } : {};
}

/** The whole service on a real port, with a simulated exchange with configurable faults. */
export class Service {
  private readonly clients: LiveClient[] = [];
  private readonly nodes: Service[] = [];

  private constructor(
    public address: string,
    readonly database: TestDatabase,
    readonly simx: SimxServer,
    private app: App,
    private readonly env: Record<string, string>,
    private readonly isNode: boolean,
    /** Log lines, oldest first. */
    readonly logged: LogLine[],
  ) {}

  static async open(env: Record<string, string> = {}, isNode = false): Promise<Service> {
    const database = await createTestDatabase();
    const simx = new SimxServer({ seed: 1, latencyMs: 0, ratePerSecond: 100_000, burst: 100_000 });
    const { baseUrl } = await simx.start();
    const fixed = {
      PORT: '0',
      DATABASE_URL: database.url,
      SIMX_BASE_URL: baseUrl,
      SIMX_RATE_PER_SECOND: '100000',
      // Nothing listens there: tests do not use the network.
      SOURCE_URLS: UNREACHABLE_SOURCES,
      BINANCE_ARCHIVE: 'off',
      SHUTDOWN_GRACE_MS: '0',
    };
    const whole = { ...fixed, ...env };
    const logged: LogLine[] = [];
    const app = appWith(whole, isNode, logged);
    return new Service(await app.start(), database, simx, app, whole, isNode, logged);
  }

  /** Starts another node on the same database and exchange. Closing the first node ends both. */
  async addNode(env: Record<string, string> = {}): Promise<Service> {
    const whole = { ...this.env, ...env };
    const logged: LogLine[] = [];
    const app = appWith(whole, true, logged);
    const node = new Service(await app.start(), this.database, this.simx, app, whole, true, logged);
    this.nodes.push(node);
    return node;
  }

  /** Closes the service and starts another one on the same database, at another address. */
  async restart(): Promise<void> {
    await this.app.close();
    this.app = appWith(this.env, this.isNode, this.logged);
    this.address = await this.app.start();
  }

  get url(): string {
    return `${this.address}/graphql`;
  }

  async query<T = Record<string, unknown>>(query: string, variables: object = {}, token = ''): Promise<Response<T>> {
    const response = await this.post({ query, variables }, bearer(token));
    return (await response.json()) as Response<T>;
  }

  /** Sends one HTTP request with any body. */
  post(body: unknown, headers: Record<string, string> = {}): Promise<globalThis.Response> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const sent = { 'content-type': 'application/json', ...headers };
    return fetch(this.url, { method: 'POST', headers: sent, body: text });
  }

  /** Creates a client of the live API. It is closed with the service. */
  live(connectionParams: Record<string, unknown> = {}): LiveClient {
    const url = this.url.replace('http', 'ws');
    const client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams });
    this.clients.push(client);
    return client;
  }

  /** Iterates over the results of a subscription. */
  subscribe<T>(query: string, variables: Record<string, unknown> = {}): AsyncIterableIterator<Response<T>> {
    return this.live().iterate<T>({ query, variables }) as AsyncIterableIterator<Response<T>>;
  }

  /** Ends this service, but not what it shares with other nodes. */
  async end(): Promise<void> {
    for (const client of this.clients) await client.dispose();
    await this.app.close();
  }

  async close(): Promise<void> {
    for (const node of this.nodes) await node.end();
    await this.end();
    await this.simx.close();
    await this.database.drop();
  }
}
