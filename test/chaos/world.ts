import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { SimxServer } from '../../src/sources/simx/simx-server';
import { eventually } from '../support/eventually';
import { ask, ServiceProcess, temporaryFolder } from '../support/service-process';
import { JOBS, type Deed, type Step } from './script';
import { SEED, STORED, WINDOW, type Acknowledged, type Frozen } from './soundness';

const SYMBOLS_PER_JOB = 40;

/** The service as a process, the exchange it collects from, and whoever does things to both. */
export class World {
  readonly acknowledged: Acknowledged[] = [];
  readonly frozen: Frozen[] = [];
  readonly jobs: { id: string; symbols: string[] }[] = [];
  kills = 0;
  private service!: ServiceProcess;
  private address = '';

  private constructor(
    readonly exchange: SimxServer,
    private readonly baseUrl: string,
    private readonly folder: Awaited<ReturnType<typeof temporaryFolder>>,
  ) {}

  static async open(): Promise<World> {
    const exchange = new SimxServer({ seed: SEED, latencyMs: 30, ratePerSecond: 100_000, burst: 100_000 });
    const world = new World(exchange, (await exchange.start()).baseUrl, await temporaryFolder());
    await world.startService();
    for (let index = 0; index < JOBS; index++) await world.startJob(index);
    return world;
  }

  async do({ deed, job, fault }: Step<Deed>): Promise<void> {
    switch (deed) {
      case 'PAUSE':
        return this.command('pauseJob', job);
      case 'PAUSE_ABORT':
        return this.command('pauseJob', job, ', inFlight: ABORT');
      case 'RESUME':
        return this.command('resumeJob', job);
      case 'CANCEL':
        return this.cancel(job);
      case 'KILL_SERVICE':
        return this.replaceService('SIGKILL');
      case 'TERMINATE_SERVICE':
        return this.replaceService('SIGTERM');
      case 'KILL_POSTGRES':
        return this.killPostgres();
      case 'CUT_CONNECTIONS':
        await this.sql(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL',
        );
        return;
      case 'FAULT':
        this.exchange.faults.add({ kind: fault, times: 3 });
    }
  }

  /** The storm is over: whatever is paused goes on, and every job comes to its end. */
  async calm(): Promise<void> {
    this.exchange.faults.clear();
    for (const { id } of this.jobs) {
      await eventually(
        async () => {
          const { state } = await this.job(id);
          if (state === 'PAUSED') await this.acknowledge('resumeJob', id, '');
          return ['COMPLETED', 'CANCELLED', 'FAILED'].includes(state);
        },
        { timeoutMs: 60_000 },
      );
    }
  }

  async job(id: string): Promise<{ state: string; version: number }> {
    const { job } = await this.ask<{ job: { state: string; version: number } }>(
      `{ job(id: "${id}") { state version } }`,
    );
    return job;
  }

  /** Asks the database itself. @returns undefined when it could not be asked */
  async sql<T extends object>(query: string, values: unknown[] = []): Promise<T[] | undefined> {
    const client = new Client({ connectionString: await this.databaseUrl(), connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<T>(query, values)).rows;
    } catch {
      return undefined;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await this.service.kill('SIGTERM');
    await this.exchange.close();
    await this.folder.remove();
  }

  private async startService(): Promise<void> {
    this.service = new ServiceProcess({
      DATA_DIR: this.folder.path,
      SIMX_BASE_URL: this.baseUrl,
      SIMX_RATE_PER_SECOND: '100000',
      SHUTDOWN_GRACE_MS: '300',
      SOURCE_TIMEOUT_MS: '1000',
      LOG_LEVEL: 'info',
    });
    this.address = await this.service.ready();
  }

  private async startJob(index: number): Promise<void> {
    const symbols = Array.from(
      { length: SYMBOLS_PER_JOB },
      (_, n) => `SIM-${String(index * SYMBOLS_PER_JOB + n + 1).padStart(3, '0')}`,
    );
    const { startCollection } = await ask<{ startCollection: { id: string } }>(
      this.address,
      'mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }',
      { input: { source: 'simx', symbols, interval: 'ONE_HOUR', concurrency: 3, ...WINDOW } },
    );
    this.jobs.push({ id: startCollection.id, symbols });
  }

  private async command(name: string, job: number, more = ''): Promise<void> {
    await this.acknowledge(name, this.jobs[job]!.id, more);
  }

  /** A command that is not answered may have been carried out or not; only what is answered is a promise. */
  private async acknowledge(name: string, id: string, more: string): Promise<boolean> {
    const mutation = `mutation { ${name}(input: { id: "${id}"${more} }) { ... on CollectionJob { id state version } } }`;
    const answer = await this.ask<Record<string, Partial<Acknowledged>>>(mutation).catch(() => undefined);
    const job = answer?.[name];
    if (job?.id) this.acknowledged.push(job as Acknowledged);
    return Boolean(job?.id);
  }

  private async cancel(job: number): Promise<void> {
    const { id, symbols } = this.jobs[job]!;
    if (!(await this.acknowledge('cancelJob', id, ''))) return;
    const [found] = (await this.sql<{ rows: string; bars: string }>(STORED, [id, symbols])) ?? [];
    if (found) this.frozen.push({ id, ...found });
  }

  private async replaceService(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.kills += signal === 'SIGKILL' ? 1 : 0;
    await this.service.kill(signal);
    await this.startService();
  }

  private async killPostgres(): Promise<void> {
    const lock = await readFile(join(this.folder.path, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
    const pid = Number(lock.split('\n')[0]);
    // Between two servers the service itself stands in their lock file.
    if (!(pid > 0) || pid === this.service.pid) return;
    try {
      process.kill(pid, 'SIGKILL');
      this.kills++;
    } catch {
      // It has just died of an earlier kill.
    }
  }

  private ask<T>(query: string): Promise<T> {
    return ask<T>(this.address, query);
  }

  private async databaseUrl(): Promise<string> {
    const password = await readFile(join(this.folder.path, 'postgres-password'), 'utf8');
    const lock = await readFile(join(this.folder.path, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
    return `postgres://sluice:${encodeURIComponent(password.trim())}@127.0.0.1:${lock.split('\n')[3] ?? '1'}/sluice`;
  }
}
