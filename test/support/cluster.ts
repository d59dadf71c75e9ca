import { apiIdOf, storedIdOf } from './api-id';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ANSWER_FIELDS, type ApiAnswer } from '../checker/answers';
import { expectSound } from '../checker/expect-sound';
import type { CommandName, History } from '../checker/history';
import { requestsAt, type KnownExchange } from '../checker/known-exchange';
import { Recorder } from '../checker/recorder';
import { SentTimes } from '../checker/sent-times';
import { installStepLog } from '../checker/step-log';
import { ClusterFaults } from './cluster-faults';
import { Node } from './cluster-node';
import { createTestDatabase, type TestDatabase } from './database';
import { eventually } from './eventually';
import { KillablePostgres, type Durability } from './killable-postgres';
import { Link } from './network';
import { killPostgres, type OutageKind } from './postgres-outage';
import { startRedis, type RedisServer } from './redis-server';

export type ClusterEngine = 'PostgreSQL' | 'Redis';

export interface ClusterOptions {
  readonly engine?: ClusterEngine;
  readonly nodes?: number;
  /** Gives the cluster a PostgreSQL server of its own, which can be killed. Default: a database on the tests' server. */
  readonly server?: Durability;
  /** By node: how far its wall clock is ahead, in milliseconds. Default: 0. */
  readonly clockSkewsMs?: readonly number[];
  /** The exchange that the jobs collect from. */
  readonly exchange: KnownExchange;
  /** Environment of all nodes. */
  readonly env?: Record<string, string>;
}

/** Optional inputs of a command. */
export interface CommandOptions {
  readonly requestId?: string;
  readonly inFlight?: 'FINISH' | 'ABORT';
}

export interface Draft {
  readonly symbols: readonly string[];
  readonly interval: string;
  readonly from: string;
  readonly to: string;
  readonly concurrency: number;
}

/** Timeout of a request, in milliseconds: the node may be frozen, cut off or dead. */
const PATIENCE_MS = 5_000;
/** Retry deadline for starting a job and for a command, in milliseconds. */
const ANSWER_MS = 30_000;
/** Wait before a command is repeated, in milliseconds. */
const RETRY_MS = 50;

/** A subscription that has not received a job's end this long after the run has missed it, in milliseconds. */
const END_HEARD_MS = 10_000;

const DEFAULTS = { SIMX_RATE_PER_SECOND: '100000', SHUTDOWN_GRACE_MS: '2000', SOURCE_TIMEOUT_MS: '10000' };

/**
 * Several services on one database, as real processes that can be killed, frozen and cut off. All events are recorded
 * and checked at the end.
 */
export class Cluster {
  readonly nodes: Node[] = [];
  readonly recorder = new Recorder((n) => (this.nodes[n]?.isUp ? this.nodes[n].address : null));
  readonly faults = new ClusterFaults(this);
  private readonly sentTimes = new SentTimes();

  private constructor(
    readonly database: TestDatabase | KillablePostgres,
    private redis: RedisServer | null,
    private readonly options: ClusterOptions,
  ) {}

  static async open(options: ClusterOptions): Promise<Cluster> {
    const redis = options.engine === 'Redis' ? await startRedis() : null;
    const { server } = options;
    const database = server ? await KillablePostgres.start(server) : await createTestDatabase();
    const cluster = new Cluster(database, redis, options);
    await installStepLog((query) => cluster.sql(query));
    for (let n = 0; n < (options.nodes ?? 3); n++) await cluster.addNode();
    return cluster;
  }

  /** @param main another build's main.js. @throws when the node does not become ready */
  async addNode(env: Record<string, string> = {}, main?: string): Promise<Node> {
    const { database, redis, options } = this;
    const cables = {
      postgres: await Link.to(database.url),
      redis: redis && (await Link.to(redis.url)),
      exchange: await Link.to(options.exchange.baseUrl),
    };
    const n = this.nodes.length;
    const settings = {
      SKEW_MS: String(options.clockSkewsMs?.[n] ?? 0),
      DATABASE_URL: cables.postgres.through(database.url),
      ...(cables.redis && { REDIS_URL: cables.redis.through(redis!.url) }),
      SIMX_BASE_URL: cables.exchange.through(options.exchange.baseUrl).replace(/\/$/, ''),
      ...this.env,
      ...env,
    };
    const node = new Node(cables, settings, (pid, at) => this.recorder.nodeStarted(n, pid, at), main);
    this.nodes.push(node);
    await node.start();
    return node;
  }

  private get env(): typeof DEFAULTS {
    return { ...DEFAULTS, ...this.options.env };
  }

  /** Past all cables. */
  get redisUrl(): string | undefined {
    return this.redis?.url;
  }

  async stopRedis(): Promise<void> {
    this.recorder.faultHappens('FORGOTTEN', null);
    await this.redis!.stop();
  }

  /** Starts Redis empty on the same port, as after a crash. */
  async startRedisAgain(): Promise<void> {
    this.redis = await startRedis(Number(new URL(this.redis!.url).port));
    this.recorder.faultHappens('FORGOTTEN', null);
  }

  /**
   * Kills the cluster's own PostgreSQL server.
   * @returns a function that starts it again
   * @throws Error if the cluster has no server of its own, see ClusterOptions
   */
  killPostgres(kind: OutageKind): Promise<() => Promise<void>> {
    const { recorder, nodes } = this;
    return killPostgres({ recorder, nodes, postgres: this.ownPostgres }, kind);
  }

  /** Makes all commits up to now durable, also those of a server that may lose commits. */
  async flushCommits(): Promise<void> {
    await this.ownPostgres.flush();
  }

  private get ownPostgres(): KillablePostgres {
    if (!(this.database instanceof KillablePostgres)) throw new Error('all tests share the PostgreSQL of this cluster');
    return this.database;
  }

  node(n: number): Node {
    return this.nodes[n]!;
  }

  async kill(n: number, signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<{ code: number | null; errors: string }> {
    this.node(n).isUp = false;
    this.recorder.nodeEnds(n, signal === 'SIGKILL');
    return this.node(n).process.kill(signal);
  }

  /** @returns the job's id in the database, as all methods here take it */
  async startJob(n: number, draft: Draft): Promise<string> {
    // Just after the start of the nodes, a request may time out on a busy machine.
    const input = { source: 'simx', requestId: randomUUID(), ...draft };
    const { startCollection } = await eventually(
      () => this.ask<{ startCollection: { id: string } }>(n, START, { input }),
      { timeoutMs: ANSWER_MS },
    );
    const id = storedIdOf(startCollection.id);
    this.recorder.followers.follow(id, n, this.nodes.length);
    return id;
  }

  async command(n: number, name: CommandName, id: string, options: CommandOptions = {}): Promise<ApiAnswer> {
    const { requestId = null, inFlight } = options;
    const input = [
      `id: "${apiIdOf(id)}"`,
      inFlight && `inFlight: ${inFlight}`,
      requestId && `requestId: "${requestId}"`,
    ];
    const mutation = `mutation { ${name}(input: { ${input.filter(Boolean).join(', ')} }) { ${ANSWER_FIELDS} } }`;
    return this.recorder.command({ name, jobId: id, node: n, requestId }, async () => {
      return (await this.ask<Record<string, ApiAnswer>>(n, mutation))[name]!;
    });
  }

  /**
   * Repeats a command with the same requestId until it is answered, as a client does on SERVICE_UNAVAILABLE. A
   * transaction of a node that was cut off holds the job's locks until the server ends it.
   * @throws other errors at once, and SERVICE_UNAVAILABLE after 30 s
   */
  async commandInTheEnd(n: number, name: CommandName, id: string): Promise<ApiAnswer> {
    const requestId = randomUUID();
    for (const from = Date.now(); ;) {
      try {
        return await this.command(n, name, id, { requestId });
      } catch (error) {
        const isWorthIt = String(error).includes('SERVICE_UNAVAILABLE') && Date.now() - from < ANSWER_MS;
        if (!isWorthIt) throw error;
        await delay(RETRY_MS);
      }
    }
  }

  async job(n: number, id: string, fields = 'state version settled'): Promise<Record<string, unknown>> {
    return (await this.ask<{ job: Record<string, unknown> }>(n, `{ job(id: "${apiIdOf(id)}") { ${fields} } }`)).job;
  }

  /** Runs one operation on a node. @throws the errors of the response, or a timeout error */
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

  /** Mends all links, wakes frozen nodes, then ends all nodes. @returns the history of the run */
  async finish(): Promise<History> {
    for (const n of this.nodes.keys()) {
      this.faults.mend(n);
      this.node(n).wake();
    }
    const ended = await this.sql<{ id: string }>('SELECT id FROM collection_job WHERE completed_at IS NOT NULL');
    const ids = ended.map(({ id }) => id);
    await this.recorder.followers.untilEnded(ids, END_HEARD_MS);
    await this.recorder.close();
    await this.endNodes();
    return this.history();
  }

  /** Ends and removes everything, in any state of the cluster. */
  async dispose(): Promise<void> {
    await this.recorder.close();
    await this.endNodes();
    this.sentTimes.close();
    for (const node of this.nodes) await node.unplug();
    await this.redis?.stop();
    await this.database.drop();
  }

  /** @throws the violations found in the history of the run */
  async close(): Promise<void> {
    const history = await this.finish().finally(() => this.dispose());
    expectSound(history);
  }

  private async endNodes(): Promise<void> {
    for (const n of this.nodes.keys()) this.recorder.nodeEnds(n, true);
    await Promise.all(this.nodes.map((node) => node.end()));
  }

  /** Returns the node whose connection last had this client port at the database, as of `at`. */
  private nodeAtPort(port: number | null, at: number): number | null {
    const joined = this.nodes.map(({ cables }) => cables.postgres.clientPorts.get(port ?? -1) ?? Infinity);
    const latest = Math.max(...joined.filter((moment) => moment <= at));
    return latest === -Infinity ? null : joined.indexOf(latest);
  }

  /** Reads one snapshot: the server may still execute statements of a node that has just ended. */
  private history(): Promise<History> {
    const { exchange } = this.options;
    const { barsOf, pageSize } = exchange;
    const { SIMX_RATE_PER_SECOND, SOURCE_TIMEOUT_MS } = this.env;
    const limits = { requestsPerSecond: Number(SIMX_RATE_PER_SECOND), timeoutMs: Number(SOURCE_TIMEOUT_MS) };
    const nodeOf = (is: (node: Node) => boolean) => this.nodes.findIndex(is);
    const known = (n: number) => (n < 0 ? null : n);
    const asker = (host: string) =>
      known(nodeOf(({ cables }) => host === new URL(cables.exchange.through(exchange.baseUrl)).host));
    const requests = requestsAt(exchange, asker, this.sentTimes);
    return this.database.source.transaction('REPEATABLE READ', (manager) =>
      this.recorder.history(
        (query, values) => manager.query(query, values),
        { requests, source: { barsOf, pageSize, ...limits } },
        (port, at) => this.nodeAtPort(port, at),
      ),
    );
  }
}

const START = `mutation ($input: StartCollectionInput!) {
  startCollection(input: $input) { ... on CollectionJob { id } ... on InvalidInputError { message } }
}`;
