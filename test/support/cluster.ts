import { createTestDatabase, type TestDatabase } from './database';
import { Link } from './network';
import { startRedis, type RedisServer } from './redis-server';
import { ServiceProcess } from './service-process';

export type ClusterEngine = 'PostgreSQL' | 'Redis';

export interface ClusterOptions {
  readonly engine?: ClusterEngine;
  readonly nodes?: number;
  /** Of the exchange. */
  readonly source: string;
  /** Settings of all nodes. */
  readonly env?: Record<string, string>;
}

/** What a command was answered: the job's state then, or the name of the refusal. */
export interface CommandAnswer {
  readonly __typename: string;
  readonly id?: string;
  readonly state?: string;
  readonly version?: number;
}

export interface Draft {
  readonly symbols: readonly string[];
  readonly interval: string;
  readonly from: string;
  readonly to: string;
  readonly concurrency: number;
}

/** No answer takes longer, in milliseconds: a node may be frozen, cut off or dead. */
const PATIENCE_MS = 5_000;

/** One node as a real process, with cables of its own to PostgreSQL and Redis. */
class Node {
  process!: ServiceProcess;
  address = '';
  isUp = false;

  constructor(
    readonly links: readonly Link[],
    private readonly env: Record<string, string>,
  ) {}

  async start(): Promise<void> {
    this.process = new ServiceProcess(this.env);
    this.address = await this.process.ready();
    this.isUp = true;
  }
}

/** Several services on one database, as real processes that can be killed, frozen and cut off. */
export class Cluster {
  readonly nodes: Node[] = [];

  private constructor(
    readonly database: TestDatabase,
    private redis: RedisServer | null,
    private readonly options: ClusterOptions,
  ) {}

  static async open(options: ClusterOptions): Promise<Cluster> {
    const redis = options.engine === 'Redis' ? await startRedis() : null;
    const cluster = new Cluster(await createTestDatabase(), redis, options);
    for (let n = 0; n < (options.nodes ?? 3); n++) await cluster.addNode();
    return cluster;
  }

  async addNode(env: Record<string, string> = {}): Promise<Node> {
    const postgres = await Link.to(this.database.url);
    const redis = this.redis && (await Link.to(this.redis.url));
    const node = new Node(redis ? [postgres, redis] : [postgres], {
      DATABASE_URL: postgres.through(this.database.url),
      ...(redis && { REDIS_URL: redis.through(this.redis!.url) }),
      SIMX_BASE_URL: this.options.source,
      SIMX_RATE_PER_SECOND: '100000',
      SHUTDOWN_GRACE_MS: '2000',
      ...this.options.env,
      ...env,
    });
    this.nodes.push(node);
    await node.start();
    return node;
  }

  /** Past all cables. */
  get redisUrl(): string | undefined {
    return this.redis?.url;
  }

  async stopRedis(): Promise<void> {
    await this.redis!.stop();
  }

  /** Empty, as after a crash. */
  async startRedisAgain(): Promise<void> {
    this.redis = await startRedis(Number(new URL(this.redis!.url).port));
  }

  node(n: number): Node {
    return this.nodes[n]!;
  }

  async kill(n: number, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<{ code: number | null; errors: string }> {
    this.node(n).isUp = false;
    return this.node(n).process.kill(signal);
  }

  freeze(n: number): void {
    this.node(n).isUp = false;
    process.kill(this.node(n).process.pid, 'SIGSTOP');
  }

  thaw(n: number): void {
    process.kill(this.node(n).process.pid, 'SIGCONT');
    this.node(n).isUp = true;
  }

  cutOff(n: number): void {
    for (const link of this.node(n).links) link.cut();
  }

  mend(n: number): void {
    for (const link of this.node(n).links) link.mend();
  }

  async startJob(n: number, draft: Draft): Promise<string> {
    const input = { source: 'simx', ...draft };
    const { startCollection } = await this.ask<{ startCollection: { id: string } }>(n, START, { input });
    return startCollection.id;
  }

  async command(n: number, name: string, id: string, more = ''): Promise<CommandAnswer> {
    const answer = await this.ask<Record<string, CommandAnswer>>(
      n,
      `mutation { ${name}(input: { id: "${id}"${more} }) { __typename ... on CollectionJob { id state version } } }`,
    );
    return answer[name]!;
  }

  async job(n: number, id: string, fields = 'state version settled'): Promise<Record<string, unknown>> {
    return (await this.ask<{ job: Record<string, unknown> }>(n, `{ job(id: "${id}") { ${fields} } }`)).job;
  }

  /** One operation on a node. @throws with the errors of the answer, and when none comes in time */
  async ask<T>(n: number, query: string, variables: object = {}): Promise<T> {
    const response = await fetch(this.node(n).address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }

  /** Past all cables. */
  sql<T extends object>(query: string, values: unknown[] = []): Promise<T[]> {
    return this.database.source.query<T[]>(query, values);
  }

  async close(): Promise<void> {
    for (const { links, process: service } of this.nodes) {
      for (const link of links) link.mend();
      signal(service.pid, 'SIGCONT');
    }
    await Promise.all(this.nodes.map(({ process: service }) => service.kill('SIGKILL')));
    for (const { links } of this.nodes) for (const link of links) await link.close();
    await this.redis?.stop();
    await this.database.drop();
  }
}

function signal(pid: number, name: 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}

const START = `mutation ($input: StartCollectionInput!) {
  startCollection(input: $input) { ... on CollectionJob { id } ... on InvalidInputError { message } }
}`;
