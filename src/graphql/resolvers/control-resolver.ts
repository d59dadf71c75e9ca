import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import type { CancelCollectionUseCase } from '../../application/use-cases/cancel-collection';
import type { PauseCollectionUseCase } from '../../application/use-cases/pause-collection';
import type { RepairGapsUseCase } from '../../application/use-cases/repair-gaps';
import type { ResumeCollectionUseCase } from '../../application/use-cases/resume-collection';
import type { RetryFailedUseCase } from '../../application/use-cases/retry-failed';
import type { StartCollectionUseCase } from '../../application/use-cases/start-collection';
import type { Role } from '../access/principal';
import type { AuditLog } from '../audit-log';
import { repairOf } from '../repair-selection';
import { jobIdOf } from '../paging/global-id';
import { controlResult, retryResult, startResult } from '../api-errors';
import type { ApiContext } from '../context';
import { CancelJobInput, PauseJobInput, ResumeJobInput, RetryFailedInput } from '../types/control/command-inputs';
import { RepairGapsInput } from '../types/control/repair-input';
import {
  CancelJobResult,
  PauseJobResult,
  ResumeJobResult,
  RetryFailedResult,
  StartCollectionResult,
} from '../types/control/results';
import { StartCollectionInput } from '../types/control/start-input';
import { askedBy } from './asked-by';

export interface UseCases {
  readonly start: StartCollectionUseCase;
  readonly pause: PauseCollectionUseCase;
  readonly resume: ResumeCollectionUseCase;
  readonly cancel: CancelCollectionUseCase;
  readonly retryFailed: RetryFailedUseCase;
  readonly repairGaps: RepairGapsUseCase;
}

/** The mutations. Each one runs a single use case. */
@Resolver()
@Authorized<Role>('operator')
export class ControlResolver {
  constructor(
    private readonly useCases: UseCases,
    private readonly auditLog: AuditLog,
  ) {}

  @Mutation(() => StartCollectionResult, {
    description: 'Creates a job and starts it. Requires the role OPERATOR or ADMIN; fails with FORBIDDEN otherwise.',
  })
  startCollection(
    @Arg('input', () => StartCollectionInput, { description: 'Settings of the job.' }) input: StartCollectionInput,
    @Ctx() context: ApiContext,
  ) {
    const { requestId } = input;
    const started = startResult(this.useCases.start.ask(askedBy(input), { actor: context.actor, requestId }));
    return this.auditLog.noted('START', null, context, started);
  }

  @Mutation(() => PauseJobResult, {
    description:
      'Pauses a job: RUNNING → PAUSED. Once it returns, no further symbol starts; `settled` tells whether the job has drained. Requires the role OPERATOR or ADMIN; fails with FORBIDDEN otherwise, and with BAD_USER_INPUT on invalid input.',
  })
  pauseJob(
    @Arg('input', () => PauseJobInput, { description: 'The job, and how to treat its symbols in flight.' })
    input: PauseJobInput,
    @Ctx() context: ApiContext,
  ) {
    const { id, inFlight, ...command } = input;
    const done = controlResult(
      this.useCases.pause.execute(jobIdOf(id), { ...command, inFlight: inFlight ?? 'FINISH', actor: context.actor }),
    );
    return this.auditLog.noted('PAUSE', id, context, done);
  }

  @Mutation(() => ResumeJobResult, {
    description:
      'Resumes a job from the exact point where it stopped: PAUSED → RUNNING, then directly COMPLETED when no symbol is left to collect. Requires the role OPERATOR or ADMIN; fails with FORBIDDEN otherwise, and with BAD_USER_INPUT on invalid input.',
  })
  resumeJob(
    @Arg('input', () => ResumeJobInput, { description: 'The job.' }) input: ResumeJobInput,
    @Ctx() context: ApiContext,
  ) {
    const { id, ...command } = input;
    const done = controlResult(this.useCases.resume.execute(jobIdOf(id), { ...command, actor: context.actor }));
    return this.auditLog.noted('RESUME', id, context, done);
  }

  @Mutation(() => CancelJobResult, {
    description:
      'Cancels a job: PENDING, RUNNING or PAUSED → CANCELLED. Requests in flight are aborted; bars stored before are kept. Requires the role OPERATOR or ADMIN; fails with FORBIDDEN otherwise, and with BAD_USER_INPUT on invalid input.',
  })
  cancelJob(
    @Arg('input', () => CancelJobInput, { description: 'The job.' }) input: CancelJobInput,
    @Ctx() context: ApiContext,
  ) {
    const { id, ...command } = input;
    const done = controlResult(this.useCases.cancel.execute(jobIdOf(id), { ...command, actor: context.actor }));
    return this.auditLog.noted('CANCEL', id, context, done);
  }

  @Mutation(() => RetryFailedResult, {
    description:
      'Creates and starts a new job for the FAILED symbols of a job in a terminal state. The old job is not changed. Requires the role OPERATOR or ADMIN; fails with FORBIDDEN otherwise.',
  })
  retryFailed(
    @Arg('input', () => RetryFailedInput, { description: 'The job whose FAILED symbols are collected again.' })
    input: RetryFailedInput,
    @Ctx() context: ApiContext,
  ) {
    const { id, ...command } = input;
    const done = retryResult(this.useCases.retryFailed.execute(jobIdOf(id), { ...command, actor: context.actor }));
    return this.auditLog.noted('RETRY_FAILED', id, context, done);
  }

  @Mutation(() => StartCollectionResult, {
    description:
      'Creates and starts one job that asks for the gaps of many series: those that a job has left, or those of a selection. Each series is asked from its first to its last gap. Requires the role OPERATOR or ADMIN; fails with FORBIDDEN otherwise.',
  })
  async repairGaps(
    @Arg('input', () => RepairGapsInput, { description: 'The series, and which gaps of them.' })
    input: RepairGapsInput,
    @Ctx() context: ApiContext,
  ) {
    const { requestId, reason } = input;
    const request = { requestId, reason, actor: context.actor };
    const repair = async () => this.useCases.repairGaps.execute(repairOf(input), request);
    return this.auditLog.noted('START', null, context, startResult(repair()));
  }
}
