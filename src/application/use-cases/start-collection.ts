import { randomUUID } from 'node:crypto';
import type { CollectionJob } from '../../domain/collection-job';
import { checkDraft } from '../control/draft-check';
import type { IdempotentCommands } from '../control/idempotent-commands';
import type { Command } from '../control/request';
import type { ICollectionJobRepository, JobDraft } from '../ports/collection-job-repository';
import type { DataSource } from '../ports/data-source';
import type { IWorkerManager } from '../worker/worker-manager';

/** Symbols per millisecond of extra deadline: many times the time that a healthy database needs to insert them. */
const SYMBOLS_PER_MS = 50;

export type StartCommand = Pick<Command, 'actor' | 'requestId' | 'reason'> & {
  /** The job whose failed symbols are collected again. */
  readonly retryOf?: string;
};

/** Creates a job and starts its worker. The job is PENDING until a worker takes a lease, then RUNNING. */
export class StartCollectionUseCase {
  constructor(
    private readonly commands: IdempotentCommands,
    private readonly workers: IWorkerManager,
    private readonly jobs: Pick<ICollectionJobRepository, 'find'>,
    private readonly sources: ReadonlyMap<string, DataSource>,
  ) {}

  /**
   * Idempotent: the same requestId and input return the same job, in its current state.
   * @throws InvalidInputError; StoreUnavailableError if no job was created; OutcomeUnknownError if that is not known.
   *   In both cases a retry with the same requestId returns the job
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
