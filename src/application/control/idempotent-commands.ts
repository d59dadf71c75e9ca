import { isJobId, type CollectionJob } from '../../domain/collection-job';
import { JobNotFoundError } from '../../domain/errors';
import type { Answer, ICollectionJobRepository, JobTransaction, RequestKey } from '../ports/collection-job-repository';
import type { Logger } from '../ports/logger';
import type { JobFeed } from './job-feed';
import { Patience } from './patience';
import { checkRequest, requestIdTaken, requestKey, type Command } from './request';
import type { WorkerAlignment } from './worker-alignment';

/** A command on one job. */
export interface JobCommand {
  /** Id of the job to command or to create. */
  readonly jobId: string;
  readonly operation: RequestKey['operation'];
  readonly request: Command;
  /** Parameters besides the request, part of the fingerprint that distinguishes a repetition from another command. */
  readonly content: object;
  /** Time that it needs in addition to the usual limits, in milliseconds. */
  readonly extraMs?: number;
  /** Decides within the transaction that commits the decision. Never retried. */
  decide(tx: JobTransaction): Promise<Answer>;
  /**
   * Runs after the commit. Must signal the workers of this process before its first await, because subscribers are
   * notified after them. Resolves when the command may be answered.
   */
  follow(job: CollectionJob, patience: Patience): Promise<unknown>;
  /** If present, the command is answered with this current state of the job instead of the state it committed. */
  latest?(jobId: string, patience: Patience): Promise<CollectionJob | null | undefined>;
}

/**
 * Executes commands idempotently: a repetition with the same requestId has no further effect and gets the first answer.
 * Announces the request, decides and records the answer in one transaction, then signals workers and subscribers.
 */
export class IdempotentCommands {
  constructor(
    private readonly jobs: ICollectionJobRepository,
    private readonly alignment: WorkerAlignment,
    private readonly feed: JobFeed,
    private readonly log: Logger,
  ) {}

  /**
   * @returns the job as the command, or its first execution, left it; its current state if the command has `latest`
   * @throws the refusal: InvalidJobStateError, VersionConflictError or JobNotFoundError; InvalidInputError (invalid
   *   request, or requestId used for another one); StoreUnavailableError if nothing was done; OutcomeUnknownError if it
   *   is unknown whether the command committed
   */
  async execute(command: JobCommand): Promise<CollectionJob> {
    checkRequest(command.request);
    if (!isJobId(command.jobId)) throw new JobNotFoundError(command.jobId);
    const patience = new Patience(this.log, command.extraMs);
    const { answer, isNew } = await this.decideOnce(command, patience);
    if (isNew) await this.follow(answer, command, patience);
    else await this.followAgain(answer, command, patience);
    if ('refusal' in answer) throw answer.refusal;
    return (await command.latest?.(answer.job.id, patience)) ?? answer.job;
  }

  /** Aborts without effect when the deadline for decisions has passed. */
  private decideOnce(command: JobCommand, patience: Patience): Promise<Decided> {
    const key = requestKey(command.operation, command.request, command.content);
    return patience
      .forDecision((signal) => this.jobs.transaction((tx) => decideIfNew(tx, key, command), signal))
      .catch((error: unknown) => this.alignment.alignIfUnknown(command.jobId, error));
  }

  private async follow(answer: Answer, command: JobCommand, patience: Patience): Promise<void> {
    if ('refusal' in answer) return;
    const followed = command.follow(answer.job, patience);
    this.feed.publish({ job: answer.job, kind: 'TRANSITION' });
    await followed;
  }

  /** It is unknown whether the first execution sent its signal, so the workers are aligned with the current job. */
  private async followAgain(answer: Answer, command: JobCommand, patience: Patience): Promise<void> {
    const jobId = 'job' in answer ? answer.job.id : command.jobId;
    await patience.forWhatFollows(this.alignment.align(jobId), jobId);
  }
}

interface Decided {
  readonly answer: Answer;
  /** False for the recorded answer to an earlier request. */
  readonly isNew: boolean;
}

async function decideIfNew(tx: JobTransaction, key: RequestKey | null, command: JobCommand): Promise<Decided> {
  const standing = key ? await tx.announce(key) : 'NEW';
  if (standing === 'MISMATCH') throw requestIdTaken();
  if (standing !== 'NEW') return { answer: standing, isNew: false };
  const answer = await command.decide(tx);
  if (key) await tx.record(key, answer);
  return { answer, isNew: true };
}
