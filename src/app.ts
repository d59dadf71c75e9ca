import type { Logger } from './application/ports/logger';
import { inTime } from './async/in-time';
import { DEFAULT_RETRY_POLICY } from './application/source-access/retry-policy';
import { within } from './async/within';
import type { Config } from './config';
import { StartupError } from './startup-error';
import { createCore, type Core } from './core';
import { AuditLog } from './graphql/audit-log';
import { HttpServer } from './graphql/http-server';
import { CollectionJobResolver } from './graphql/resolvers/jobs/collection-job-resolver';
import { ControlResolver } from './graphql/resolvers/control-resolver';
import { JobEventResolver } from './graphql/resolvers/jobs/job-event-resolver';
import { JobHistoryResolver } from './graphql/resolvers/jobs/job-history-resolver';
import { JobGapsResolver } from './graphql/resolvers/jobs/job-gaps-resolver';
import { JobSymbolsResolver } from './graphql/resolvers/jobs/job-symbols-resolver';
import { NodeResolver } from './graphql/resolvers/node-resolver';
import { QueryResolver } from './graphql/resolvers/query-resolver';
import { SeriesHistoryResolver } from './graphql/resolvers/series/series-history-resolver';
import { SeriesResolver } from './graphql/resolvers/series/series-resolver';
import { EstimateResolver } from './graphql/resolvers/sources/estimate-resolver';
import { SourceResolver } from './graphql/resolvers/sources/source-resolver';
import { SubscriptionResolver } from './graphql/resolvers/subscription-resolver';
import { ViewerResolver } from './graphql/resolvers/viewer-resolver';
import { RevisionRetention } from './persistence/bars/revision-retention';
import { SharedHistories } from './graphql/live/shared-history';
import { createSchema } from './graphql/schema';
import { Metrics } from './telemetry/metrics';
import { openDatabase } from './service-database';
import type { Databases } from './persistence/database/databases';
import { openSources } from './service-sources';

/** Timeout of the readiness query, in milliseconds. */
const READY_MS = 1_500;
/** Timeout for closing one part, in milliseconds; for the workers, added to their grace time. */
const LAST_CLOSER_MS = 10_000;

/** The whole service. Parts are closed in the reverse order of their opening. */
export class App {
  private readonly http: HttpServer;
  private readonly metrics = new Metrics();
  private readonly closers: (() => Promise<void>)[] = [];
  private databases: Databases | null = null;
  private checking: Promise<unknown> | null = null;
  private core: Core | null = null;
  private closing: Promise<void> | null = null;
  private closeWorkers = () => Promise.resolve();

  /** @param onFatal called with a one-line error when the service cannot continue; the caller must then close it */
  constructor(
    private readonly config: Config,
    private readonly log: Logger,
    private readonly onFatal: (error: Error) => void,
  ) {
    const { isProduction } = config;
    const checkReady = () => this.checkReady();
    this.http = new HttpServer({
      ...config,
      hidesSchema: isProduction,
      metrics: this.metrics,
      telemetry: this.metrics,
      log,
      checkReady,
    });
  }

  /**
   * Opens all parts, resumes interrupted jobs, then serves the API.
   * @returns the service's address
   * @throws StartupError, EmbeddedPostgresError, both with a one-line message; all parts are closed again
   */
  async start(): Promise<string> {
    try {
      return await this.open();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Closes all parts in order. Jobs keep their state and continue after the next start. */
  close(): Promise<void> {
    return (this.closing ??= this.closeAll());
  }

  private async open(): Promise<string> {
    const { config, log, onFatal, closers } = this;
    const [address, databases] = await bothOpen(this.listen(), openDatabase(config, { log, onFatal, closers }));
    const sources = await openSources(config, log);
    closers.push(() => sources.close());
    const { maxInFlight } = config;
    const retry = DEFAULT_RETRY_POLICY;
    const { metrics: telemetry } = this;
    const cluster = config.cluster;
    const { byName, loader: sourceLoader } = sources;
    const parts = { databases, sources: byName, sourceLoader, retry, maxInFlight, cluster, log, telemetry };
    const core = await createCore(parts);
    this.metrics.countJobs(core.reader);
    this.closeWorkers = () => core.close(config.shutdownGraceMs);
    await core.open();
    const retention = new RevisionRetention(databases.stores, config.revisionDays, log);
    closers.push(() => retention.close());
    retention.start();
    if (cluster?.role === 'worker') this.http.serveNoApi();
    else await this.serveApi(core);
    [this.databases, this.core] = [databases, core];
    return address;
  }

  private async serveApi(core: Core): Promise<void> {
    const schema = createSchema(resolversOf(core, new AuditLog(this.metrics, this.log)));
    const deps = { ...core, histories: new SharedHistories(core.reader, core.feed) };
    await this.http.serve(schema, deps, core.reads);
  }

  private async listen(): Promise<string> {
    const { host, port } = this.config;
    return this.http.listen().catch((error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program uses this port' : error.message;
      throw new StartupError(`cannot listen on ${host}:${port}: ${why}`, { cause: error });
    });
  }

  private async checkReady(): Promise<void> {
    if (!this.databases) throw new Error('the service is starting or ending');
    if (this.core?.fitness.state === 'OUTDATED') throw new Error('the service is older than its database');
    // Concurrent probes share one query, because callers are not authenticated.
    this.checking ??= this.databases.commands.query('SELECT 1').finally(() => (this.checking = null));
    await inTime(READY_MS, this.checking);
  }

  private async closeAll(): Promise<void> {
    this.databases = null;
    // In parallel: a client that is slow to disconnect must not keep the workers running.
    const workersMs = this.config.shutdownGraceMs + LAST_CLOSER_MS;
    await Promise.all([this.orGoOn(this.http.close()), this.orGoOn(within(workersMs, this.closeWorkers()))]);
    for (const close of this.closers.reverse()) await this.orGoOn(within(LAST_CLOSER_MS, close()));
  }

  private async orGoOn(closed: Promise<unknown>): Promise<void> {
    await closed.catch((error: unknown) => this.log.error({ err: error }, 'closing failed'));
  }
}

/** Opens both in parallel. If it rejects, neither is still opening, so that what is open can be closed. */
async function bothOpen<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return [await first, await second];
}

function resolversOf(core: Core, auditLog: AuditLog): object[] {
  return [
    new CollectionJobResolver(core.workers, core.sources.byName),
    new ControlResolver(core, auditLog),
    new EstimateResolver(core.estimate),
    new JobEventResolver(),
    new JobHistoryResolver(),
    new JobSymbolsResolver(core.workers),
    new JobGapsResolver(),
    new NodeResolver(core.sources),
    new QueryResolver(),
    new SeriesResolver(),
    new SeriesHistoryResolver(),
    new SourceResolver(core.sources),
    new SubscriptionResolver(),
    new ViewerResolver(),
  ];
}
