import { randomUUID } from 'node:crypto';
import type { CollectionJob } from '../../domain/collection-job';
import type { ICollectionJobRepository, JobDraft } from '../ports/collection-job-repository';
import { StoreUnavailableError } from '../ports/collection-ledger';
import type { DataSource } from '../ports/data-source';
import { checkDraft } from '../services/draft-check';
import { inTime } from '../services/in-time';
import { checkCommand, PATIENCE_MS, requestIdTaken, requestKey, type Command } from '../services/job-control';
import type { JobFeed } from '../services/job-feed';
import type { WorkerAlignment } from '../services/worker-alignment';
import type { IWorkerManager } from '../services/worker-manager';

/** A long list takes its time: many times what it takes a database that is well. */
const SYMBOLS_PER_MS = 50;

export type StartCommand = Pick<Command, 'actor' | 'requestId' | 'reason'> & {
  /** The job whose failed symbols are collected again. */
  readonly retryOf?: string;
};

/** Creates a job and starts its worker: PENDING, and RUNNING as soon as the worker has its lease. */
export class StartCollectionUseCase {
  constructor(
    private readonly jobs: ICollectionJobRepository,
    private readonly workers: IWorkerManager,
    private readonly feed: JobFeed,
    private readonly sources: ReadonlyMap<string, DataSource>,
    private readonly alignment: WorkerAlignment,
  ) {}

  /**
   * The same requestId and input give the same job, as it is by now.
   * @throws InvalidInputError, StoreUnavailableError
   */
  async execute(draft: JobDraft, command: StartCommand): Promise<CollectionJob> {
    checkCommand(command);
    checkDraft(draft, this.sources);
    const { job, isNew } = await this.create(draft, command);
    if (isNew) {
      this.feed.publish({ job, kind: 'TRANSITION' });
      await this.workers.startWorker(job);
    } else await this.alignment.align(job.id);
    return (await this.jobs.find(job.id)) ?? job;
  }

  private create(draft: JobDraft, command: StartCommand): Promise<{ job: CollectionJob; isNew: boolean }> {
    const request = requestKey('START', command, { retryOf: command.retryOf ?? null, ...draft });
    const id = randomUUID();
    const created = this.jobs.transaction(async (tx) => {
      const standing = request ? await tx.announce(request) : 'NEW';
      if (standing === 'MISMATCH') throw requestIdTaken();
      if (standing !== 'NEW') {
        if ('refusal' in standing) throw standing.refusal;
        return { job: standing.job, isNew: false };
      }
      const job = await tx.create(id, draft, command);
      if (request) await tx.record(request, { job });
      return { job, isNew: true };
    });
    return inTime(PATIENCE_MS + draft.symbols.length / SYMBOLS_PER_MS, created).catch((error: unknown) => {
      // It may have been committed all the same, or be so later: then it has to be started.
      const align = () => this.alignment.alignSoon(id);
      if (error instanceof StoreUnavailableError) created.then(align, align);
      throw error;
    });
  }
}
