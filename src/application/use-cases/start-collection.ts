import { randomUUID } from 'node:crypto';
import type { CollectionJob } from '../../domain/collection-job';
import type { ICollectionJobRepository, JobDraft, JobTransaction } from '../ports/collection-job-repository';
import type { DataSource } from '../ports/data-source';
import type { Logger } from '../ports/logger';
import { checkDraft } from '../control/draft-check';
import { checkCommand, requestIdTaken, requestKey, type Command } from '../control/job-control';
import type { JobFeed } from '../control/job-feed';
import { Patience } from '../control/patience';
import type { WorkerAlignment } from '../control/worker-alignment';
import type { IWorkerManager } from '../worker/worker-manager';

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
    private readonly log: Logger,
  ) {}

  /**
   * The same requestId and input give the same job, as it is by now.
   * @throws InvalidInputError; StoreUnavailableError when there is no job of it, OutcomeUnknownError when that cannot be
   *   said: the same requestId once more is answered with the job in either case
   */
  async execute(draft: JobDraft, command: StartCommand): Promise<CollectionJob> {
    checkCommand(command);
    checkDraft(draft, this.sources);
    const patience = new Patience(this.log, draft.symbols.length / SYMBOLS_PER_MS);
    const { job, isNew } = await this.create(draft, command, patience);
    if (isNew) this.feed.publish({ job, kind: 'TRANSITION' });
    const begun = isNew ? this.workers.startWorker(job) : this.alignment.align(job.id);
    await patience.forWhatFollows(begun, job.id);
    return (await patience.forWhatFollows(this.jobs.find(job.id), job.id)) ?? job;
  }

  private create(
    draft: JobDraft,
    command: StartCommand,
    patience: Patience,
  ): Promise<{ job: CollectionJob; isNew: boolean }> {
    const request = requestKey('START', command, { retryOf: command.retryOf ?? null, ...draft });
    const id = randomUUID();
    const created = async (tx: JobTransaction) => {
      const standing = request ? await tx.announce(request) : 'NEW';
      if (standing === 'MISMATCH') throw requestIdTaken();
      if (standing !== 'NEW') {
        if ('refusal' in standing) throw standing.refusal;
        return { job: standing.job, isNew: false };
      }
      const job = await tx.create(id, draft, command);
      if (request) await tx.record(request, { job });
      return { job, isNew: true };
    };
    return patience
      .forDecision((signal) => this.jobs.transaction(created, signal))
      .catch((error: unknown) => this.alignment.alignIfUnknown(id, error));
  }
}
