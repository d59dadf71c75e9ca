import { isJobId, type CollectionJob } from '../../domain/collection-job';
import { JobNotFoundError } from '../../domain/errors';
import type { Answer, ICollectionJobRepository, JobTransaction, RequestKey } from '../ports/collection-job-repository';
import type { Logger } from '../ports/logger';
import type { JobFeed } from './job-feed';
import { Patience } from './patience';
import { checkRequest, requestIdTaken, requestKey, type Command } from './request';
import type { WorkerAlignment } from './worker-alignment';

/** A command on one job, as it is executed. */
export interface JobCommand {
  /** Of the job that is commanded, or is to be created. */
  readonly jobId: string;
  readonly operation: RequestKey['operation'];
  readonly request: Command;
  /** What belongs to it beside the request, for telling a repetition from another command. */
  readonly content: object;
  /** What it needs beyond the time of any command, in milliseconds. */
  readonly extraMs?: number;
  /** The decision, in the transaction that commits it; repeated by nobody. */
  decide(tx: JobTransaction): Promise<Answer>;
  /**
   * Follows the commit. Tells the workers of this process before anything is awaited: subscribers hear of the command
   * after them. Resolves when the command may be answered.
   */
  follow(job: CollectionJob, patience: Patience): Promise<unknown>;
  /** For an answer with the job as it is by then, and not as the command left it. */
  latest?(jobId: string, patience: Patience): Promise<CollectionJob | null | undefined>;
}

/**
 * Executes commands so that a repetition by the same requestId acts once and gets the first one's answer: announces the
 * request, decides, records the answer in the same transaction, and only then tells workers and subscribers.
 */
export class IdempotentCommands {
  constructor(
    private readonly jobs: ICollectionJobRepository,
    private readonly alignment: WorkerAlignment,
    private readonly feed: JobFeed,
    private readonly log: Logger,
  ) {}

  /**
   * @returns the job as the command left it, or as its first execution did
   * @throws the refusal: InvalidJobStateError, VersionConflictError or JobNotFoundError; InvalidInputError (requestId used
   *   otherwise); StoreUnavailableError when nothing was done, OutcomeUnknownError when that cannot be said
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

  /** Given up, with nothing done, when the time for decisions is over. */
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

  /** Whether the first one's signal was ever sent is not known: the job's workers are told how the job is by now. */
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
