import DataLoader from 'dataloader';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type {
  Asker,
  BarFilter,
  EventKind,
  FailureCount,
  JobCounts,
  JobFilter,
  JobPlace,
  JobReader,
  JobReads,
  SymbolFilter,
} from '../application/ports/job-reader';
import type { Bar } from '../domain/bar';
import { isJobId, type CollectionJob } from '../domain/collection-job';
import type { JobEvent } from '../domain/job-event';
import type { JobState } from '../domain/job-state';
import type { JobSymbol } from '../domain/job-symbol';
import { BarEntity } from './entities/bar-entity';
import { CollectionJobEntity } from './entities/collection-job-entity';
import { JobEventEntity } from './entities/job-event-entity';
import { JobSymbolEntity } from './entities/job-symbol-entity';
import { JobTallyEntity } from './entities/job-tally-entity';
import { JobView } from './entities/job-view';
import { findJob } from './job-store';
import type { ReadPool } from './read-pool';

/** Runs what is asked on a connection for those who look. */
type Ask = <T>(work: (manager: EntityManager) => Promise<T>) => Promise<T>;

/** The reading side, in PostgreSQL. */
export class PostgresJobReads implements JobReads {
  constructor(private readonly pool: ReadPool) {}

  by(asker: Asker): JobReader {
    return new PostgresJobReader((work) => this.pool.ask(asker, work));
  }
}

/** As many jobs as a page may list are asked about in one statement. */
const TOGETHER = { cache: false, maxBatchSize: 500 } as const;

class PostgresJobReader implements JobReader {
  private readonly countsOf = new DataLoader((ids: readonly string[]) => this.readCounts(ids), TOGETHER);
  private readonly failuresOf = new DataLoader((ids: readonly string[]) => this.readFailures(ids), TOGETHER);
  private readonly milestonesOf = new DataLoader((ids: readonly string[]) => this.readMilestones(ids), TOGETHER);

  constructor(private readonly ask: Ask) {}

  async job(jobId: string): Promise<CollectionJob | null> {
    return isJobId(jobId) ? this.ask((manager) => findJob(manager, jobId)) : null;
  }

  async jobs(filter: JobFilter, after: JobPlace | null, limit: number): Promise<readonly CollectionJob[]> {
    const found = await this.ask((manager) => {
      const query = jobQuery(manager, filter)
        .orderBy('job.createdAt', 'DESC')
        .addOrderBy('job.id', 'DESC')
        .limit(limit);
      if (after) query.andWhere('(job.created_at, job.id) < (:createdAt, :id)', { ...after });
      return query.getMany();
    });
    return found.map((job) => job.toJob());
  }

  countJobs(filter: JobFilter): Promise<number> {
    return this.ask((manager) => jobQuery(manager, filter).getCount());
  }

  async countByState(): Promise<ReadonlyMap<JobState, number>> {
    const counts = await this.ask((manager) =>
      manager
        .createQueryBuilder(CollectionJobEntity, 'job')
        .select(['job.state AS state', 'count(*)::integer AS count'])
        .groupBy('job.state')
        .getRawMany<{ state: JobState; count: number }>(),
    );
    return new Map(counts.map(({ state, count }) => [state, count]));
  }

  async symbols(filter: SymbolFilter, after: number, limit: number): Promise<readonly JobSymbol[]> {
    const active = new Map(filter.active.map((symbol) => [symbol.position, symbol]));
    const stored = await this.ask((manager) =>
      symbolQuery(manager, filter)
        .andWhere('symbol.position > :after', { after })
        .orderBy('symbol.position')
        .limit(limit)
        .getMany(),
    );
    return stored.map((symbol) => toJobSymbol(symbol, active.get(symbol.position)));
  }

  counts(jobId: string): Promise<JobCounts | null> {
    return this.countsOf.load(jobId);
  }

  async symbolStates(jobId: string): Promise<string> {
    const found = await this.ask((manager) =>
      symbolQuery(manager, { jobId, states: null, active: [] })
        .select(`string_agg(left(symbol.state::text, 1), '' ORDER BY symbol.position)`, 'letters')
        .getRawOne<{ letters: string | null }>(),
    );
    return found?.letters ?? '';
  }

  failureCounts(jobId: string): Promise<readonly FailureCount[]> {
    return this.failuresOf.load(jobId);
  }

  async events(jobId: string, after: number, limit: number, kind: EventKind = 'all'): Promise<readonly JobEvent[]> {
    const found = await this.ask((manager) =>
      eventQuery(manager, jobId, kind)
        .andWhere('event.seq > :after', { after })
        .orderBy('event.seq')
        .limit(limit)
        .getMany(),
    );
    return found.map(toJobEvent);
  }

  countMilestones(jobId: string): Promise<number> {
    return this.milestonesOf.load(jobId);
  }

  async eventSamples(jobId: string, count: number): Promise<readonly JobEvent[]> {
    const found = await this.ask((manager) =>
      eventQuery(manager, jobId, 'all')
        .andWhere(`event.seq IN (${EVENLY_SPACED})`, { count })
        .orderBy('event.seq')
        .getMany(),
    );
    return found.map(toJobEvent);
  }

  async bars(filter: BarFilter, after: number | null, limit: number): Promise<readonly Bar[]> {
    const found = await this.ask((manager) => {
      const query = barQuery(manager, filter).orderBy('bar.time').limit(limit);
      if (after !== null) query.andWhere('bar.time > :after', { after: new Date(after) });
      return rawBars(query);
    });
    return found.map(toBar);
  }

  async lastBars(filter: BarFilter, before: number | null, limit: number): Promise<readonly Bar[]> {
    const found = await this.ask((manager) => {
      const query = barQuery(manager, filter).orderBy('bar.time', 'DESC').limit(limit);
      if (before !== null) query.andWhere('bar.time < :before', { before: new Date(before) });
      return rawBars(query);
    });
    return found.map(toBar).reverse();
  }

  countBars(filter: BarFilter): Promise<number> {
    return this.ask((manager) => barQuery(manager, filter).getCount());
  }

  /** The history has no gap in its seq, so the latest is their number. */
  private async readCounts(jobIds: readonly string[]): Promise<(JobCounts | null)[]> {
    const rows = await this.ask((manager) =>
      manager.createQueryBuilder(JobTallyEntity, 'tally').where('tally.jobId = ANY(:jobIds)', { jobIds }).getMany(),
    );
    const byId = new Map(rows.map(({ jobId, lastEvent: events, ...counts }) => [jobId, { ...counts, events }]));
    return jobIds.map((id) => byId.get(id) ?? null);
  }

  private async readFailures(jobIds: readonly string[]): Promise<FailureCount[][]> {
    const rows = await this.ask((manager) =>
      manager
        .createQueryBuilder(JobSymbolEntity, 'symbol')
        .select(['symbol.job_id AS "jobId"', 'symbol.error_code AS code', 'count(*)::integer AS count'])
        .where(`symbol.jobId = ANY(:jobIds) AND symbol.state = 'FAILED'`, { jobIds })
        .groupBy('symbol.job_id')
        .addGroupBy('symbol.error_code')
        .orderBy('count', 'DESC')
        .addOrderBy('code')
        .getRawMany<FailureCount & { jobId: string }>(),
    );
    const byId = new Map(jobIds.map((id): [string, FailureCount[]] => [id, []]));
    for (const { jobId, code, count } of rows) byId.get(jobId)!.push({ code, count });
    return jobIds.map((id) => byId.get(id)!);
  }

  private async readMilestones(jobIds: readonly string[]): Promise<number[]> {
    const rows = await this.ask((manager) =>
      manager
        .createQueryBuilder(JobEventEntity, 'event')
        .select(['event.job_id AS "jobId"', 'count(*)::integer AS count'])
        .where(`event.jobId = ANY(:jobIds) AND ${IS_MILESTONE}`, { jobIds })
        .groupBy('event.job_id')
        .getRawMany<{ jobId: string; count: number }>(),
    );
    const byId = new Map(rows.map(({ jobId, count }) => [jobId, count]));
    return jobIds.map((id) => byId.get(id) ?? 0);
  }
}

function jobQuery(
  manager: EntityManager,
  { states, source, nameContains, hasFailures }: JobFilter,
): SelectQueryBuilder<JobView> {
  const query = manager.createQueryBuilder(JobView, 'job').where('true');
  if (states) query.andWhere('job.state = ANY(:states)', { states });
  if (isGiven(source)) query.andWhere('job.source = :source', { source: storable(source) });
  // In the words of the partial index, not as a parameter.
  if (isGiven(hasFailures)) query.andWhere(hasFailures ? 'job.failed > 0' : 'job.failed = 0');
  if (nameContains)
    query.andWhere('strpos(lower(job.name), lower(:nameContains)) > 0', { nameContains: storable(nameContains) });
  return query;
}

/** ACTIVE and PENDING look alike in the database: who is active is said by the caller. */
function symbolQuery(
  manager: EntityManager,
  { jobId, states, errorCode, active }: SymbolFilter,
): SelectQueryBuilder<JobSymbolEntity> {
  const query = manager.createQueryBuilder(JobSymbolEntity, 'symbol').where('symbol.jobId = :jobId', { jobId });
  if (isGiven(errorCode)) query.andWhere('symbol.error_code::text = :errorCode', { errorCode: storable(errorCode) });
  if (!states) return query;
  const isActive = `(symbol.state = 'PENDING' AND symbol.position = ANY(:active))`;
  const wanted = `(symbol.state = ANY(:states) AND NOT ${isActive})`;
  return query.andWhere(states.includes('ACTIVE') ? `(${wanted} OR ${isActive})` : wanted).setParameters({
    states: states.filter((state) => state !== 'ACTIVE'),
    active: active.map((symbol) => symbol.position),
  });
}

function eventQuery(manager: EntityManager, jobId: string, kind: EventKind): SelectQueryBuilder<JobEventEntity> {
  const query = manager.createQueryBuilder(JobEventEntity, 'event').where('event.jobId = :jobId', { jobId });
  return kind === 'milestones' ? query.andWhere(IS_MILESTONE) : query;
}

/** As the partial index has it. */
const IS_MILESTONE = `event.type <> 'SYMBOLS_DONE'`;

function barQuery(
  manager: EntityManager,
  { source, symbol, interval, from, to }: BarFilter,
): SelectQueryBuilder<BarEntity> {
  const query = manager
    .createQueryBuilder(BarEntity, 'bar')
    .where('bar.source = :source AND bar.symbol = :symbol AND bar.interval = :interval', {
      source: storable(source),
      symbol: storable(symbol),
      interval,
    });
  if (from) query.andWhere('bar.time >= :from', { from });
  if (to) query.andWhere('bar.time < :to', { to });
  return query;
}

/** Seqs have no gap: places among them need no look at what lies between. */
const EVENLY_SPACED = `
  SELECT 1 + (step.number * (last.seq - 1)) / greatest(last.step, 1)
    FROM (SELECT max(seq)::bigint AS seq, least(:count, max(seq)) - 1 AS step
            FROM job_event
           WHERE job_id = :jobId) last,
         generate_series(0, last.step) AS step (number)`;

type RawBar = Omit<Bar, 'time'> & { readonly time: Date };

/** As the driver has them: to make entities of thousands would take longer than to read them. */
function rawBars(query: SelectQueryBuilder<BarEntity>): Promise<RawBar[]> {
  const columns = ['time', 'open', 'high', 'low', 'close', 'volume'];
  return query.select(columns.map((column) => `bar.${column} AS ${column}`)).getRawMany<RawBar>();
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

/** PostgreSQL holds no NUL: what is asked with one is found nowhere, rather than an error. */
function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}

function toJobSymbol(stored: JobSymbolEntity, active: JobSymbol | undefined): JobSymbol {
  if (active && stored.state === 'PENDING') return active;
  const { symbol, position, state, attempts, rows, errorCode, errorMessage, startedAt, finishedAt } = stored;
  const error = errorCode && { code: errorCode, message: errorMessage ?? '' };
  return { symbol, position, state, attempts, rows, error, startedAt, finishedAt };
}

function toBar({ time, ...values }: RawBar): Bar {
  return { time: time.getTime(), ...values };
}

function toJobEvent(stored: JobEventEntity): JobEvent {
  const { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond, ...event } = stored;
  return { ...event, progress: { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond } };
}
