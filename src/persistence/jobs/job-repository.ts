import type { DataSource, EntityManager } from 'typeorm';
import type {
  Answer,
  FailedSymbol,
  ICollectionJobRepository,
  JobDraft,
  JobTransaction,
  RequestKey,
  RequestStanding,
  UnattendedJob,
} from '../../application/ports/collection-job-repository';
import { sharedAbort } from '../../async/shared-abort';
import { isJobId, type CollectionJob } from '../../domain/collection-job';
import { SYSTEM, type Cause } from '../../domain/job-event';
import type { JobState } from '../../domain/job-state';
import type { Repair, SeriesToRepair } from '../../domain/series/repair';
import type { TimeRange } from '../../domain/series/time-range';
import { seriesToRepair } from '../series/series-to-repair';
import { storeError } from '../database/database-errors';
import { CollectionJobEntity } from '../entities/jobs/collection-job-entity';
import { JobClaimEntity } from '../entities/jobs/job-claim-entity';
import { JobLeaseEntity } from '../entities/jobs/job-lease-entity';
import { JobProgressEntity } from '../entities/jobs/job-progress-entity';
import { appendEvent, findJob, lockAndReadJob, lockJob, transitionJob } from './job-store';
import { timeSql, windowSql } from '../series/coverage-sql';
import { addStandstill } from '../ledger/lease-store';
import { inAbortableTransaction } from '../database/on-connection';
import { statement, statementForLists } from '../database/statement';
import { announceRequest, recordAnswer } from './request-store';

const NEVER = sharedAbort().signal;

/** Stores jobs in PostgreSQL. Every method throws StoreUnavailableError while the database is unreachable. */
export class CollectionJobRepository implements ICollectionJobRepository {
  /** @param sharesOf returns the number of shards of a new job */
  constructor(
    private readonly database: DataSource,
    private readonly shardsOf: (draft: JobDraft) => number = () => 1,
  ) {}

  transaction<T>(work: (jobs: JobTransaction) => Promise<T>, signal = NEVER): Promise<T> {
    const open = (manager: EntityManager) => work(new OpenTransaction(manager, this.shardsOf));
    return inAbortableTransaction(this.database, signal, open).catch(storeError);
  }

  async find(jobId: string): Promise<CollectionJob | null> {
    if (!isJobId(jobId)) return null;
    return findJob(this.database.manager, jobId).catch(storeError);
  }

  failedSymbols(jobId: string): Promise<readonly FailedSymbol[]> {
    return FAILED_SYMBOLS(this.database.manager, { jobId }).catch(storeError);
  }

  async unattended(): Promise<readonly UnattendedJob[]> {
    const jobs = await this.database.manager
      .createQueryBuilder(CollectionJobEntity, 'job')
      .select(['job.id', 'job.shards'])
      .where(`job.state IN ('PENDING', 'RUNNING')`)
      .orderBy('job.createdAt')
      .addOrderBy('job.id')
      .getMany()
      .catch(storeError);
    return jobs.map(({ id, shards }) => ({ id, shards }));
  }

  recordRecovery(jobId: string): Promise<void> {
    return this.inTransaction(async (manager) => {
      await lockJob(manager, jobId);
      await manager.update(JobLeaseEntity, { jobId }, { holder: null, runId: null });
      if (await addStandstill(manager, jobId)) await appendEvent(manager, jobId, 'RECOVERED', { actor: SYSTEM });
    });
  }

  settleInterruptedDrains(): Promise<void> {
    return this.inTransaction(async (manager) => {
      for (const jobId of new Set(await SETTLE_DRAINS(manager, {}))) {
        await appendEvent(manager, jobId, 'DRAINED', { actor: SYSTEM });
      }
    });
  }

  private inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(work).catch(storeError);
  }
}

class OpenTransaction implements JobTransaction {
  constructor(
    private readonly manager: EntityManager,
    private readonly shardsOf: (draft: JobDraft) => number,
  ) {}

  async find(jobId: string): Promise<CollectionJob | null> {
    return isJobId(jobId) ? lockAndReadJob(this.manager, jobId) : null;
  }

  transition(job: CollectionJob, to: JobState, cause: Cause): Promise<CollectionJob | null> {
    return transitionJob(this.manager, job, to, cause);
  }

  async create(id: string, draft: JobDraft, cause: Cause): Promise<CollectionJob> {
    const { symbols, windows, ...asked } = draft;
    const total = symbols.length;
    const shards = this.shardsOf(draft);
    await this.manager
      .createQueryBuilder()
      .insert()
      .into(CollectionJobEntity)
      .values({ id, ...asked, total, shards, state: 'PENDING', createdAt: () => 'clock_timestamp()' })
      .updateEntity(false)
      .execute();
    const everyShard = Array.from({ length: shards }, (_, shard) => ({ jobId: id, shard }));
    await this.manager.insert(JobLeaseEntity, everyShard);
    // A single shard owns the whole list from the start; several shards claim it range by range.
    await this.manager.insert(JobProgressEntity, { jobId: id, total, claimed: shards === 1 ? total : 0 });
    if (shards === 1) await this.manager.insert(JobClaimEntity, { jobId: id, shard: 0, from: 0, to: total });
    const { source, interval } = draft;
    await INSERT_SERIES(this.manager, { source, interval, symbols });
    const froms = windows?.map((window) => window.from) ?? [];
    const tos = windows?.map((window) => window.to) ?? [];
    await INSERT_SYMBOLS(this.manager, { jobId: id, source, interval, symbols, froms, tos });
    return appendEvent(this.manager, id, 'CREATED', cause);
  }

  seriesToRepair(repair: Repair, window: TimeRange | null, limit: number): Promise<readonly SeriesToRepair[]> {
    return seriesToRepair(this.manager, repair, window, limit);
  }

  announce(request: RequestKey): Promise<RequestStanding> {
    return announceRequest(this.manager, request);
  }

  record(request: RequestKey, answer: Answer): Promise<void> {
    return recordAnswer(this.manager, request, answer);
  }
}

const FAILED_SYMBOLS = statement(
  'failed_symbols',
  { jobId: 'uuid' },
  ({ jobId }) => `
    SELECT symbol, ${windowSql('job_symbol')} AS window
      FROM job_symbol
     WHERE job_id = ${jobId} AND state = 'FAILED'
     ORDER BY position`,
  (row: FailedSymbol) => row,
);

/**
 * The id of the series of a listed symbol, by its key. Not as a join: while the server has no statistics of the series
 * it expects only one of this source and interval, and would read all of them, and compare each with the whole list.
 */
const idOfListed = (source: string, interval: string) =>
  `(SELECT id FROM series WHERE source = ${source} AND series.symbol = listed.symbol AND interval = ${interval})`;

/** The series of the symbols that have none yet. In one order, so that two starts with the same symbols do not deadlock. */
const INSERT_SERIES = statementForLists(
  'insert_series',
  { source: 'text', interval: 'bar_interval', symbols: 'text[]' },
  ({ source, interval, symbols }) => `
    INSERT INTO series (source, symbol, interval)
    SELECT ${source}, symbol, ${interval}
      FROM unnest(${symbols}) AS listed (symbol)
     WHERE ${idOfListed(source, interval)} IS NULL
     ORDER BY symbol
        ON CONFLICT DO NOTHING`,
  () => null,
);

const INSERT_SYMBOLS = statementForLists(
  'insert_symbols',
  {
    ...{ jobId: 'uuid', source: 'text', interval: 'bar_interval' },
    ...{ symbols: 'text[]', froms: 'double precision[]', tos: 'double precision[]' },
  },
  ({ jobId, source, interval, symbols, froms, tos }) => `
    INSERT INTO job_symbol (job_id, position, symbol, series_id, window_from, window_to)
    SELECT ${jobId}, ordinality - 1, listed.symbol, ${idOfListed(source, interval)},
           ${timeSql('"from"')}, ${timeSql('"to"')}
      FROM unnest(${symbols}, ${froms}, ${tos}) WITH ORDINALITY AS listed (symbol, "from", "to", ordinality)`,
  () => null,
);

/** Revoking the leases fences a service that has lost the database to this one and does not know it yet. */
const SETTLE_DRAINS = statement(
  'settle_drains',
  {},
  () => `
    UPDATE job_lease lease SET drained = true, holder = NULL, run_id = NULL
      FROM collection_job job
     WHERE job.id = lease.job_id AND job.state = 'PAUSED' AND NOT lease.drained
    RETURNING lease.job_id AS "jobId"`,
  ({ jobId }: { jobId: string }) => jobId,
);
