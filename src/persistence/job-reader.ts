import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type {
  BarFilter,
  EventKind,
  FailureCount,
  JobFilter,
  JobPlace,
  JobReader,
  SymbolFilter,
} from '../application/ports/job-reader';
import { inTime } from '../application/services/in-time';
import type { Bar } from '../domain/bar';
import type { CollectionJob } from '../domain/collection-job';
import type { JobEvent } from '../domain/job-event';
import type { JobState } from '../domain/job-state';
import type { JobSymbol } from '../domain/job-symbol';
import { storeError } from './database-errors';
import { BarEntity } from './entities/bar-entity';
import { CollectionJobEntity } from './entities/collection-job-entity';
import { JobEventEntity } from './entities/job-event-entity';
import { JobSymbolEntity } from './entities/job-symbol-entity';
import { JobView } from './entities/job-view';

/** The reading side, in PostgreSQL. All throw StoreUnavailableError. */
export class PostgresJobReader implements JobReader {
  constructor(private readonly database: DataSource) {}

  async jobs(filter: JobFilter, after: JobPlace | null, limit: number): Promise<readonly CollectionJob[]> {
    const query = this.jobQuery(filter).orderBy('job.createdAt', 'DESC').addOrderBy('job.id', 'DESC').limit(limit);
    if (after) query.andWhere('(job.created_at, job.id) < (:createdAt, :id)', { ...after });
    return (await answered(query.getMany())).map((job) => job.toJob());
  }

  countJobs(filter: JobFilter): Promise<number> {
    return answered(this.jobQuery(filter).getCount());
  }

  async countByState(): Promise<ReadonlyMap<JobState, number>> {
    const query = this.database.manager
      .createQueryBuilder(CollectionJobEntity, 'job')
      .select(['job.state AS state', 'count(*)::integer AS count'])
      .groupBy('job.state');
    const counts = await answered(query.getRawMany<{ state: JobState; count: number }>());
    return new Map(counts.map(({ state, count }) => [state, count]));
  }

  async symbols(filter: SymbolFilter, after: number, limit: number): Promise<readonly JobSymbol[]> {
    const active = new Map(filter.active.map((symbol) => [symbol.position, symbol]));
    const query = this.symbolQuery(filter)
      .andWhere('symbol.position > :after', { after })
      .orderBy('symbol.position')
      .limit(limit);
    const stored = await answered(query.getMany());
    return stored.map((symbol) => toJobSymbol(symbol, active.get(symbol.position)));
  }

  countSymbols(filter: SymbolFilter): Promise<number> {
    return answered(this.symbolQuery(filter).getCount());
  }

  async symbolStates(jobId: string): Promise<string> {
    const query = this.symbolQuery({ jobId, states: null, active: [] }).select(
      `string_agg(left(symbol.state::text, 1), '' ORDER BY symbol.position)`,
      'letters',
    );
    return (await answered(query.getRawOne<{ letters: string | null }>()))?.letters ?? '';
  }

  failureCounts(jobId: string): Promise<readonly FailureCount[]> {
    const query = this.symbolQuery({ jobId, states: ['FAILED'], active: [] })
      .select(['symbol.error_code AS code', 'count(*)::integer AS count'])
      .groupBy('symbol.error_code')
      .orderBy('count', 'DESC')
      .addOrderBy('code');
    return answered(query.getRawMany<FailureCount>());
  }

  async events(jobId: string, after: number, limit: number, kind: EventKind = 'all'): Promise<readonly JobEvent[]> {
    const query = this.eventQuery(jobId, kind)
      .andWhere('event.seq > :after', { after })
      .orderBy('event.seq')
      .limit(limit);
    return (await answered(query.getMany())).map(toJobEvent);
  }

  countEvents(jobId: string, kind: EventKind = 'all'): Promise<number> {
    return answered(this.eventQuery(jobId, kind).getCount());
  }

  async eventSamples(jobId: string, count: number): Promise<readonly JobEvent[]> {
    const query = this.eventQuery(jobId, 'all')
      .andWhere(`event.seq IN (${EVENLY_SPACED})`, { count })
      .orderBy('event.seq');
    return (await answered(query.getMany())).map(toJobEvent);
  }

  async bars(filter: BarFilter, after: number | null, limit: number): Promise<readonly Bar[]> {
    const query = this.barQuery(filter).orderBy('bar.time').limit(limit);
    if (after !== null) query.andWhere('bar.time > :after', { after: new Date(after) });
    return (await answered(query.getMany())).map(toBar);
  }

  async lastBars(filter: BarFilter, before: number | null, limit: number): Promise<readonly Bar[]> {
    const query = this.barQuery(filter).orderBy('bar.time', 'DESC').limit(limit);
    if (before !== null) query.andWhere('bar.time < :before', { before: new Date(before) });
    return (await answered(query.getMany())).map(toBar).reverse();
  }

  countBars(filter: BarFilter): Promise<number> {
    return answered(this.barQuery(filter).getCount());
  }

  private jobQuery({ states, source, nameContains }: JobFilter): SelectQueryBuilder<JobView> {
    const query = this.database.manager.createQueryBuilder(JobView, 'job').where('true');
    if (states) query.andWhere('job.state = ANY(:states)', { states });
    if (isGiven(source)) query.andWhere('job.source = :source', { source: storable(source) });
    if (isGiven(nameContains))
      query.andWhere('strpos(lower(job.name), lower(:nameContains)) > 0', { nameContains: storable(nameContains) });
    return query;
  }

  /** ACTIVE and PENDING look alike in the database: who is active is said by the caller. */
  private symbolQuery({ jobId, states, errorCode, active }: SymbolFilter): SelectQueryBuilder<JobSymbolEntity> {
    const query = this.database.manager
      .createQueryBuilder(JobSymbolEntity, 'symbol')
      .where('symbol.jobId = :jobId', { jobId });
    if (isGiven(errorCode)) query.andWhere('symbol.error_code::text = :errorCode', { errorCode: storable(errorCode) });
    if (!states) return query;
    const isActive = `(symbol.state = 'PENDING' AND symbol.position = ANY(:active))`;
    const wanted = `(symbol.state = ANY(:states) AND NOT ${isActive})`;
    return query.andWhere(states.includes('ACTIVE') ? `(${wanted} OR ${isActive})` : wanted).setParameters({
      states: states.filter((state) => state !== 'ACTIVE'),
      active: active.map((symbol) => symbol.position),
    });
  }

  private eventQuery(jobId: string, kind: EventKind): SelectQueryBuilder<JobEventEntity> {
    const query = this.database.manager
      .createQueryBuilder(JobEventEntity, 'event')
      .where('event.jobId = :jobId', { jobId });
    // As the partial index has it.
    return kind === 'milestones' ? query.andWhere(`event.type <> 'SYMBOLS_DONE'`) : query;
  }

  private barQuery({ source, symbol, interval, from, to }: BarFilter): SelectQueryBuilder<BarEntity> {
    const query = this.database.manager
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
}

/** Seqs have no gap: places among them need no look at what lies between. */
const EVENLY_SPACED = `
  SELECT 1 + (step.number * (last.seq - 1)) / greatest(last.step, 1)
    FROM (SELECT max(seq)::bigint AS seq, least(:count, max(seq)) - 1 AS step
            FROM job_event
           WHERE job_id = :jobId) last,
         generate_series(0, last.step) AS step (number)`;

/** How long somebody who looks waits for the database, in milliseconds. */
const PATIENCE_MS = 5_000;

/** @throws StoreUnavailableError when nothing comes in time, or the database is out of reach */
function answered<T>(reading: Promise<T>): Promise<T> {
  return inTime(PATIENCE_MS, reading).catch(storeError);
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

function toBar({ time, open, high, low, close, volume }: BarEntity): Bar {
  return { time: time.getTime(), open, high, low, close, volume };
}

function toJobEvent(stored: JobEventEntity): JobEvent {
  const { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond, ...event } = stored;
  return { ...event, progress: { total, succeeded, empty, failed, rows, activeMs, symbolsPerSecond } };
}
