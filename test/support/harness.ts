import type { DataSource, SourceLoader } from '../../src/application/ports/data-source';
import type { JobDraft } from '../../src/application/ports/collection-job-repository';
import type { NodeRole } from '../../src/application/ports/cluster-store';
import type { Logger } from '../../src/application/ports/logger';
import type { RetryPolicy } from '../../src/application/source-access/retry-policy';
import { createCore, type Core, type CoreDeps } from '../../src/core';
import type { CollectionJob } from '../../src/domain/collection-job';
import type { JobEvent } from '../../src/domain/job-event';
import type { JobState } from '../../src/domain/job-state';
import type { Databases } from '../../src/persistence/database/databases';
import { createTestDatabase, type TestDatabase } from './database';
import { eventually } from './eventually';
import { HeldSource } from './held-source';
import { isAll } from './scope.js';

export const ACTOR = { actor: 'tester' };

/** Retries with negligible delay. */
export const QUICK_RETRY: RetryPolicy = { maxAttempts: 3, baseMs: 1, capMs: 1, maxRetryAfterMs: 60_000 };

/**
 * Placement of the workers. `process`: in the process that receives the commands. `shards`: likewise, with the maximum
 * number of shards per job. `cluster`: on another node. `nodes`: on two other nodes, also with the maximum number of
 * shards.
 */
export type Engine = 'process' | 'shards' | 'cluster' | 'nodes';
/** Engines that each suite runs with. Several nodes only with `npm run test:all`. */
export const ENGINES: readonly Engine[] = isAll ? ['process', 'shards', 'nodes'] : ['process', 'shards'];

export interface HarnessOptions {
  readonly engine?: Engine;
  readonly sources?: readonly DataSource[];
  readonly sourceLoader?: SourceLoader;
  readonly retry?: RetryPolicy;
  readonly maxInFlight?: number;
  /** Opens the database, if not in the default way. */
  readonly open?: (database: TestDatabase) => Promise<Databases>;
}

/** The service without its API, with its own database and a source controlled by the test. */
export class Harness {
  private readonly cores: Core[] = [];
  private databases: Databases | null = null;
  private readonly ended = new Set<Core>();
  /** Warnings and errors logged by the service. */
  readonly logged: string[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly source: HeldSource,
    private readonly options: HarnessOptions,
  ) {}

  static async open(options: HarnessOptions = {}): Promise<Harness> {
    const harness = new Harness(await createTestDatabase(), new HeldSource(), options);
    await harness.restart();
    return harness;
  }

  /** The service started last. */
  get core(): Core {
    return this.cores.at(-1)!;
  }

  /** Starts another service on the same database, as after a restart. The previous one keeps running. */
  async restart(): Promise<Core> {
    const sources = new Map([this.source, ...(this.options.sources ?? [])].map((source) => [source.name, source]));
    const log: Logger = {
      info: () => undefined,
      warn: (_fields, message) => void this.logged.push(message),
      error: (fields, message) => void this.logged.push(`${message} ${String((fields as { err?: unknown }).err)}`),
    };
    const { retry = QUICK_RETRY, maxInFlight = 1_000, sourceLoader } = this.options;
    const loaded = sourceLoader && { sourceLoader };
    const parts = { databases: await this.opened(), sources, ...loaded, retry, maxInFlight, log };
    const { engine = 'process' } = this.options;
    if (engine === 'cluster') await this.addNodes(parts, ['worker', 'api']);
    else if (engine === 'nodes') await this.addNodes(parts, ['worker', 'worker', 'api']);
    else this.cores.push(await createCore({ ...parts, cluster: null, shardsOf: this.shardsOf }));
    return this.core;
  }

  /** All services of a test share their connection pools. */
  private async opened(): Promise<Databases> {
    return (this.databases ??= await (this.options.open ?? ((database) => database.open()))(this.database));
  }

  /** Lets the current service recover unattended jobs. Nodes do so when they join. */
  async takeUp(): Promise<void> {
    const { engine = 'process' } = this.options;
    if (engine !== 'cluster' && engine !== 'nodes') await this.core.open();
  }

  /** Adds nodes. The last one receives the commands. */
  private async addNodes(parts: Omit<CoreDeps, 'cluster'>, roles: readonly NodeRole[]): Promise<void> {
    for (const role of roles) {
      const cluster = { databaseUrl: this.database.url, redisUrl: undefined, role };
      const core = await createCore({ ...parts, cluster, shardsOf: this.shardsOf });
      this.cores.push(core);
      await core.open();
    }
  }

  /** The maximum number of shards, even for few symbols. */
  private readonly shardsOf = ({ symbols, concurrency }: JobDraft) =>
    ['shards', 'nodes'].includes(this.options.engine ?? '') ? Math.min(symbols.length, concurrency) : 1;

  start(symbols: readonly string[] | number, draft: Partial<JobDraft> = {}): Promise<CollectionJob> {
    return this.core.start.execute({ ...someDraft(symbols), ...draft }, ACTOR);
  }

  async job(id: string): Promise<CollectionJob> {
    return (await this.core.jobs.find(id))!;
  }

  /** Resolves with the job once it is in the given state. */
  becomes(id: string, state: JobState): Promise<CollectionJob> {
    return eventually(async () => {
      const job = await this.job(id);
      if (job.state !== state) throw new Error(`${job.state} instead of ${state}; logged: ${this.logged.join('; ')}`);
      return job;
    });
  }

  /** Resolves with the job once it is drained. */
  drained(id: string): Promise<CollectionJob> {
    return eventually(async () => {
      const job = await this.job(id);
      if (!job.drained) throw new Error(`${job.state}, not drained`);
      return job;
    });
  }

  /** Resolves once so many of the job's bars are stored. The next page of a symbol is asked for before this is stored. */
  async stored(id: string, rows: number): Promise<void> {
    await eventually(async () => (await this.job(id)).progress.rows === rows);
  }

  events(id: string): Promise<readonly JobEvent[]> {
    return this.core.reader.events(id, 0, 10_000);
  }

  async history(id: string): Promise<string[]> {
    return (await this.events(id)).map((event) => event.type).filter((type) => type !== 'SYMBOLS_DONE');
  }

  async symbolStates(id: string): Promise<Record<string, string>> {
    const symbols = await this.core.reader.symbols({ jobId: id, states: null, active: [] }, -1, 1_000);
    return Object.fromEntries(symbols.map(({ symbol, state }) => [symbol, state]));
  }

  async barCount(): Promise<number> {
    const [{ count }] = await this.database.source.query<[{ count: string }]>('SELECT count(*) FROM bar');
    return Number(count);
  }

  /** Ends all services and their workers. Stored data stays readable. */
  async end(): Promise<void> {
    for (const core of this.cores.filter((each) => !this.ended.has(each)).reverse()) {
      this.ended.add(core);
      await core.close(0);
    }
  }

  /** Ends all services and releases the database. */
  async close(): Promise<void> {
    await this.end();
    await this.database.drop();
  }
}

export function someDraft(symbols: readonly string[] | number): JobDraft {
  return {
    name: null,
    source: 'held',
    symbols: typeof symbols === 'number' ? Array.from({ length: symbols }, (_, index) => `S${index}`) : symbols,
    interval: 'ONE_HOUR',
    from: new Date('2024-01-01T00:00:00Z'),
    to: new Date('2024-02-01T00:00:00Z'),
    // Jobs of one test often have the same symbols; what one has collected, another would not ask for.
    mode: 'REFRESH',
    fromListing: false,
    asksFor: ['NOT_COLLECTED'],
    windows: null,
    concurrency: 2,
  };
}
