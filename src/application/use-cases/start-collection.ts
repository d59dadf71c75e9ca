import { randomUUID } from 'node:crypto';
import type { CollectionJob } from '../../domain/collection-job';
import { checkDraft } from '../control/draft-check';
import type { IdempotentCommands } from '../control/idempotent-commands';
import type { Command } from '../control/request';
import type { ICollectionJobRepository, JobDraft } from '../ports/collection-job-repository';
import type { DataSource } from '../ports/data-source';
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
    private readonly commands: IdempotentCommands,
    private readonly workers: IWorkerManager,
    private readonly jobs: Pick<ICollectionJobRepository, 'find'>,
    private readonly sources: ReadonlyMap<string, DataSource>,
  ) {}

  /**
   * The same requestId and input give the same job, as it is by now.
   * @throws InvalidInputError; StoreUnavailableError when there is no job of it, OutcomeUnknownError when that cannot be
   *   said: the same requestId once more is answered with the job in either case
   */
  async execute(draft: JobDraft, request: StartCommand): Promise<CollectionJob> {
    checkDraft(draft, this.sources);
    const jobId = randomUUID();
    return this.commands.execute({
      jobId,
      operation: 'START',
      request,
      content: { retryOf: request.retryOf ?? null, ...draft },
      extraMs: draft.symbols.length / SYMBOLS_PER_MS,
      decide: async (tx) => ({ job: await tx.create(jobId, draft, request) }),
      follow: (job, patience) => patience.forWhatFollows(this.workers.startWorker(job), jobId),
      latest: (id, patience) => patience.forWhatFollows(this.jobs.find(id), id),
    });
  }
}
