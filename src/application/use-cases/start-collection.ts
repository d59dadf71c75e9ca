import { randomUUID } from 'node:crypto';
import type { CollectionJob } from '../../domain/collection-job';
import { checkDraft } from '../control/draft-check';
import { loadSource } from '../control/load-source';
import type { AskedCollection, DraftMaker } from '../control/draft-maker';
import type { IdempotentCommands } from '../control/idempotent-commands';
import type { Command } from '../control/request';
import type { ICollectionJobRepository, JobDraft, JobTransaction } from '../ports/collection-job-repository';
import type { SourceRegistry } from '../source-access/source-registry';
import type { IWorkerManager } from '../worker/worker-manager';

/** Symbols per millisecond of extra deadline: many times the time that a healthy database needs to insert them. */
const SYMBOLS_PER_MS = 50;
/** How long a request waits for a source that is not loaded, in milliseconds. */
const LOADING_MS = 2_000;

export type StartCommand = Pick<Command, 'actor' | 'requestId' | 'reason'> & {
  /** The job whose failed symbols are collected again. */
  readonly retryOf?: string;
};

export interface NewJob {
  readonly request: StartCommand;
  /** What distinguishes this request from others: the input of its caller. */
  readonly content: object;
  /** Number of symbols that are read and inserted, at most. */
  readonly size: number;
  /** Must return a draft that was checked. */
  readonly draft: (tx: JobTransaction) => Promise<JobDraft>;
}

/** Creates a job and starts its worker. The job is PENDING until a worker takes a lease, then RUNNING. */
export class StartCollectionUseCase {
  constructor(
    private readonly commands: IdempotentCommands,
    private readonly workers: IWorkerManager,
    private readonly jobs: Pick<ICollectionJobRepository, 'find'>,
    private readonly sources: Pick<SourceRegistry, 'byName' | 'load'>,
    private readonly drafts: Pick<DraftMaker, 'make'>,
  ) {}

  /**
   * Creates the job that a user asks for. What is selected is selected once: a repetition of the request returns the job
   * as it was created, whatever the source lists by then.
   * @throws as `execute`
   */
  async ask(asked: AskedCollection, request: StartCommand): Promise<CollectionJob> {
    const draft = this.drafts.make(asked);
    const size = await draft.then(
      ({ symbols }) => symbols.length,
      // A repetition needs neither list nor source: the transaction decides whether it is one.
      (error: unknown) => (asked.select || !this.isKnown(asked.source) ? 0 : Promise.reject(error as Error)),
    );
    return this.create({ request, content: { retryOf: null, ...asked }, size, draft: () => draft });
  }

  /**
   * Creates the job of a draft. Idempotent: the same requestId and input return the same job, in its current state.
   * @throws InvalidInputError; StoreUnavailableError if no job was created; OutcomeUnknownError if that is not known.
   *   In both cases a retry with the same requestId returns the job
   */
  async execute(draft: JobDraft, request: StartCommand): Promise<CollectionJob> {
    await loadSource(draft.source, this.sources, LOADING_MS);
    checkDraft(draft, this.sources.byName);
    const content = { retryOf: request.retryOf ?? null, ...draft };
    return this.create({ request, content, size: draft.symbols.length, draft: async () => draft });
  }

  private isKnown(source: string): boolean {
    return this.sources.byName.has(source);
  }

  /** Creates a job whose settings are read in the transaction that creates it. @throws as `execute` */
  create({ request, content, size, draft }: NewJob): Promise<CollectionJob> {
    const jobId = randomUUID();
    return this.commands.execute({
      jobId,
      operation: 'START',
      request,
      content,
      extraMs: size / SYMBOLS_PER_MS,
      decide: async (tx) => ({ job: await tx.create(jobId, await draft(tx), request) }),
      follow: (job, patience) => patience.forWhatFollows(this.workers.startWorker(job), jobId),
      latest: (id, patience) => patience.forWhatFollows(this.jobs.find(id), id),
    });
  }
}
