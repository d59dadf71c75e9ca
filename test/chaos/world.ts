import { apiIdOf, storedIdOf } from '../support/api-id';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { isTerminal, type JobState } from '../../src/domain/job-state';
import { ANSWER_FIELDS, type ApiAnswer } from '../checker/answers';
import type { CommandName, History } from '../checker/history';
import { requestsAt } from '../checker/known-exchange';
import { Recorder } from '../checker/recorder';
import { SentTimes } from '../checker/sent-times';
import { installStepLog, type Sql } from '../checker/step-log';
import { eventually } from '../support/eventually';
import { ask, ServiceProcess, temporaryFolder } from '../support/service-process';
import { JOBS, KEPT_JOB, type Deed, type Step } from './script';
import { draftOf, REST_SECONDS, startExchange, STORM_ENV, type StormExchange } from './settings';

/** A subscription that has not received a job's end this long after the storm has missed it, in milliseconds. */
const END_HEARD_MS = 10_000;

/** The service as a process and its exchange, with the events that the script applies to them. */
export class World {
  kills = 0;
  private readonly jobs: string[] = [];
  private readonly sentTimes = new SentTimes();
  private readonly recorder = new Recorder(() => this.address);
  private service!: ServiceProcess;
  /** GraphQL address; null while the service is down. */
  private address: string | null = null;

  private constructor(
    private readonly exchange: StormExchange,
    private readonly folder: Awaited<ReturnType<typeof temporaryFolder>>,
  ) {}

  static async open(): Promise<World> {
    const world = new World(await startExchange(30), await temporaryFolder());
    await world.startService();
    await world.onDatabase((sql) => installStepLog(sql));
    for (let n = 0; n < JOBS; n++) await world.startJob(n);
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
        return job === KEPT_JOB ? undefined : this.command('cancelJob', job);
      case 'KILL_SERVICE':
        return this.replaceService('SIGKILL');
      case 'TERMINATE_SERVICE':
        return this.replaceService('SIGTERM');
      case 'KILL_POSTGRES':
        return this.killPostgres();
      case 'CUT_CONNECTIONS':
        return this.cutConnections();
      case 'FAULT':
        this.exchange.server.faults.add({ kind: fault, times: 3, retryAfterSeconds: REST_SECONDS });
    }
  }

  /** Ends the storm: resumes paused jobs and waits for the end of every job. */
  async calm(): Promise<void> {
    this.exchange.server.faults.clear();
    for (const [index, id] of this.jobs.entries()) {
      await eventually(
        async () => {
          const { job } = await this.ask<{ job: { state: JobState } }>(`{ job(id: "${apiIdOf(id)}") { state } }`);
          if (job.state === 'PAUSED') await this.command('resumeJob', index);
          return isTerminal(job.state);
        },
        { timeoutMs: 90_000 },
      );
    }
  }

  /** Reads the history before the service ends, because its database ends with it. */
  async finish(): Promise<History> {
    await this.recorder.followers.untilEnded(this.jobs, END_HEARD_MS);
    await this.recorder.close();
    const { barsOf, pageSize } = this.exchange.known;
    const { SIMX_RATE_PER_SECOND, SOURCE_TIMEOUT_MS } = STORM_ENV;
    const limits = { requestsPerSecond: Number(SIMX_RATE_PER_SECOND), timeoutMs: Number(SOURCE_TIMEOUT_MS) };
    const requests = requestsAt(this.exchange.known, () => 0, this.sentTimes);
    const asked = { requests, source: { barsOf, pageSize, ...limits } };
    return this.onDatabase((sql) => this.recorder.history(sql, asked, () => 0));
  }

  async dispose(): Promise<void> {
    await this.recorder.close();
    await this.service.kill('SIGTERM');
    this.sentTimes.close();
    await this.exchange.server.close();
    await this.folder.remove();
  }

  private async startService(): Promise<void> {
    const from = Date.now();
    const env = { DATA_DIR: this.folder.path, SIMX_BASE_URL: this.exchange.known.baseUrl, LOG_LEVEL: 'info' };
    this.service = new ServiceProcess({ ...env, ...STORM_ENV });
    this.recorder.nodeStarted(0, this.service.pid, from);
    this.address = await this.service.ready();
  }

  private async startJob(index: number): Promise<void> {
    const { startCollection } = await ask<{ startCollection: { id: string } }>(
      this.address!,
      'mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }',
      { input: { source: 'simx', ...draftOf(index, 3) } },
    );
    const id = storedIdOf(startCollection.id);
    this.jobs.push(id);
    this.recorder.followers.follow(id, 0, 1);
  }

  private async command(name: CommandName, job: number, more = ''): Promise<void> {
    const jobId = this.jobs[job]!;
    const mutation = `mutation { ${name}(input: { id: "${apiIdOf(jobId)}"${more} }) { ${ANSWER_FIELDS} } }`;
    const asking = async () => (await this.ask<Record<string, ApiAnswer>>(mutation))[name]!;
    await this.recorder.command({ name, jobId, node: 0, requestId: null }, asking).catch(() => undefined);
  }

  private async replaceService(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.kills += signal === 'SIGKILL' ? 1 : 0;
    this.address = null;
    this.recorder.nodeEnds(0, signal === 'SIGKILL');
    await this.service.kill(signal);
    await this.startService();
  }

  private async killPostgres(): Promise<void> {
    const lock = await readFile(join(this.folder.path, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
    const pid = Number(lock.split('\n')[0]);
    // Between two servers, the lock file contains the service's own pid.
    if (!(pid > 0) || pid === this.service.pid) return;
    try {
      process.kill(pid, 'SIGKILL');
      this.recorder.faultHappens('DATABASE_KILLED', null);
      this.kills++;
    } catch {
      // The process has already died of an earlier kill.
    }
  }

  private async cutConnections(): Promise<void> {
    this.recorder.faultHappens('CONNECTIONS_LOST', null);
    const query =
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname IS NOT NULL';
    // The database may be down already.
    await this.onDatabase((sql) => sql(query)).catch(() => undefined);
  }

  private ask<T>(query: string): Promise<T> {
    return this.address ? ask<T>(this.address, query) : Promise.reject(new Error('the service is down'));
  }

  /** Runs queries on the database in one snapshot. */
  private async onDatabase<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: await this.databaseUrl(), connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      const done = await work(async (query, values = []) => (await client.query(query, values)).rows);
      await client.query('COMMIT');
      return done;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private async databaseUrl(): Promise<string> {
    const password = await readFile(join(this.folder.path, 'postgres-password'), 'utf8');
    const lock = await readFile(join(this.folder.path, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
    return `postgres://sluice:${encodeURIComponent(password.trim())}@127.0.0.1:${lock.split('\n')[3] ?? '1'}/sluice`;
  }
}
