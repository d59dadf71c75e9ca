import { createHash } from 'node:crypto';
import type { CollectionJob } from '../../domain/collection-job';
import {
  InvalidInputError,
  InvalidJobStateError,
  JobNotFoundError,
  VersionConflictError,
  type ControlRefusal,
} from '../../domain/errors';
import { transitionFor, type JobAction } from '../../domain/job-state';
import { hasNothingLeft, isJobId } from '../../domain/collection-job';
import { SYSTEM } from '../../domain/job-event';
import type { Logger } from '../ports/logger';
import { Patience } from './patience';
import type { WorkerAlignment } from './worker-alignment';
import type { Answer, ICollectionJobRepository, JobTransaction, RequestKey } from '../ports/collection-job-repository';

/** What comes with a command, whatever it commands. */
export interface Command {
  readonly actor: string;
  readonly reason?: string | null;
  /** Refuse unless the job still has this version. */
  readonly expectedVersion?: number | null;
  /** A repetition of the request gets the first one's answer. */
  readonly requestId?: string | null;
}

/** The job as the command left it; `isNew` is false when this is the recorded answer to an earlier request. */
export interface Controlled {
  readonly job: CollectionJob;
  readonly isNew: boolean;
  /** What is left of it is for what follows. */
  readonly patience: Patience;
}

/** Decides a command and commits it: the part that pause, resume and cancel have in common. */
export class JobControl {
  constructor(
    private readonly jobs: ICollectionJobRepository,
    private readonly alignment: WorkerAlignment,
    private readonly log: Logger,
  ) {}

  /**
   * @param details what else belongs to the command's content, for telling a repetition from another request
   * @throws InvalidJobStateError, VersionConflictError, JobNotFoundError, InvalidInputError (requestId used otherwise);
   *   StoreUnavailableError when nothing was done, OutcomeUnknownError when that cannot be said
   */
  async apply(jobId: string, action: JobAction, command: Command, details: object = {}): Promise<Controlled> {
    checkCommand(command);
    if (!isJobId(jobId)) throw new JobNotFoundError(jobId);
    const request = requestKey(action, command, { jobId, ...details });
    const patience = new Patience(this.log);
    const answered = (tx: JobTransaction) => this.answer(tx, jobId, action, command, request);
    const { answer, isNew } = await patience
      .forDecision((signal) => this.jobs.transaction(answered, signal))
      .catch((error: unknown) => this.alignment.alignIfUnknown(jobId, error));
    if (!isNew) await patience.forWhatFollows(this.alignment.align(jobId), jobId);
    if ('refusal' in answer) throw answer.refusal;
    return { job: answer.job, isNew, patience };
  }

  private async answer(
    tx: JobTransaction,
    jobId: string,
    action: JobAction,
    command: Command,
    request: RequestKey | null,
  ): Promise<{ answer: Answer; isNew: boolean }> {
    const standing = request ? await tx.announce(request) : 'NEW';
    if (standing === 'MISMATCH') throw requestIdTaken();
    if (standing !== 'NEW') return { answer: standing, isNew: false };
    const answer = await this.decide(tx, jobId, action, command);
    if (request) await tx.record(request, answer);
    return { answer, isNew: true };
  }

  /** Reads, checks, compares and sets; once more whenever somebody was faster, until it is done or refused. */
  private async decide(tx: JobTransaction, jobId: string, action: JobAction, command: Command): Promise<Answer> {
    for (;;) {
      const job = await tx.find(jobId);
      const refusal = refusalOf(job, jobId, action, command);
      if (refusal) return { refusal };
      const moved = await this.move(tx, job!, action, command);
      if (moved) return { job: moved };
    }
  }

  private async move(
    tx: JobTransaction,
    job: CollectionJob,
    action: JobAction,
    command: Command,
  ): Promise<CollectionJob | null> {
    const moved = await tx.transition(job, transitionFor(action, job.state)!.to, command);
    if (!moved || action !== 'RESUME' || !hasNothingLeft(moved)) return moved;
    // The drain finished the last symbol: there is nothing that a worker could go on with.
    return tx.transition(moved, 'COMPLETED', { actor: SYSTEM });
  }
}

function refusalOf(
  job: CollectionJob | null,
  jobId: string,
  action: JobAction,
  { expectedVersion }: Command,
): ControlRefusal | null {
  if (!job) return new JobNotFoundError(jobId);
  const hasMovedOn = expectedVersion !== undefined && expectedVersion !== null && expectedVersion !== job.version;
  if (hasMovedOn) return new VersionConflictError(job, expectedVersion);
  return transitionFor(action, job.state) ? null : new InvalidJobStateError(job, action);
}

const MAX_REQUEST_ID_LENGTH = 200;
const MAX_REASON_LENGTH = 1_000;

/** @throws InvalidInputError */
export function checkCommand({ requestId, reason }: Pick<Command, 'requestId' | 'reason'>): void {
  const isNamed = requestId !== undefined && requestId !== null;
  if (isNamed && (requestId === '' || requestId.length > MAX_REQUEST_ID_LENGTH || hasControls(requestId))) {
    const rule = `A requestId has 1 to ${MAX_REQUEST_ID_LENGTH} printable characters.`;
    throw new InvalidInputError(rule, ['input', 'requestId']);
  }
  if (reason && (reason.length > MAX_REASON_LENGTH || reason.includes('\0'))) {
    throw new InvalidInputError(`A reason has at most ${MAX_REASON_LENGTH} characters.`, ['input', 'reason']);
  }
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** Null for a request without an id. The actor's ids are the actor's own: two actors may use the same. */
export function requestKey(
  operation: RequestKey['operation'],
  { actor, requestId, reason, expectedVersion }: Command,
  content: object,
): RequestKey | null {
  if (requestId === undefined || requestId === null) return null;
  const whole = JSON.stringify([operation, reason ?? null, expectedVersion ?? null, content]);
  return { actor, requestId, operation, fingerprint: createHash('sha256').update(whole).digest('hex') };
}

export function requestIdTaken(): InvalidInputError {
  return new InvalidInputError('This requestId was used before, for another request.', ['input', 'requestId']);
}
