import { Arg, Authorized, Ctx, Mutation, Resolver } from 'type-graphql';
import type { CancelCollectionUseCase } from '../../application/use-cases/cancel-collection';
import type { PauseCollectionUseCase } from '../../application/use-cases/pause-collection';
import type { ResumeCollectionUseCase } from '../../application/use-cases/resume-collection';
import type { RetryFailedUseCase } from '../../application/use-cases/retry-failed';
import type { StartCollectionUseCase } from '../../application/use-cases/start-collection';
import type { Role } from '../access/principal';
import type { AuditLog } from '../audit-log';
import { controlResult, retryResult, startResult } from '../api-errors';
import type { ApiContext } from '../context';
import {
  CancelJobInput,
  PauseJobInput,
  ResumeJobInput,
  RetryFailedInput,
  StartCollectionInput,
} from '../types/control/inputs';
import {
  CancelJobResult,
  PauseJobResult,
  ResumeJobResult,
  RetryFailedResult,
  StartCollectionResult,
} from '../types/control/results';

export interface UseCases {
  readonly start: StartCollectionUseCase;
  readonly pause: PauseCollectionUseCase;
  readonly resume: ResumeCollectionUseCase;
  readonly cancel: CancelCollectionUseCase;
  readonly retryFailed: RetryFailedUseCase;
}

/** The mutations: each is one use case. */
@Resolver()
@Authorized<Role>('operator')
export class ControlResolver {
  constructor(
    private readonly useCases: UseCases,
    private readonly auditLog: AuditLog,
  ) {}

  @Mutation(() => StartCollectionResult, { description: 'Creates a job and starts it.' })
  startCollection(
    @Arg('input', () => StartCollectionInput, { description: 'What to collect.' }) input: StartCollectionInput,
    @Ctx() context: ApiContext,
  ) {
    const { requestId, ...asked } = input;
    const { actor } = context;
    const draft = { ...asked, name: asked.name ?? null, concurrency: asked.concurrency ?? 4 };
    const started = startResult(this.useCases.start.execute(draft, { actor, requestId }));
    return this.auditLog.noted('START', null, context, started);
  }

  @Mutation(() => PauseJobResult, {
    description: 'RUNNING → PAUSED. When it answers, no further symbol starts; `settled` says whether it has drained.',
  })
  pauseJob(
    @Arg('input', () => PauseJobInput, { description: 'Which job, and how.' }) input: PauseJobInput,
    @Ctx() context: ApiContext,
  ) {
    const { id, inFlight, ...command } = input;
    const done = controlResult(
      this.useCases.pause.execute(id, { ...command, inFlight: inFlight ?? 'FINISH', actor: context.actor }),
    );
    return this.auditLog.noted('PAUSE', id, context, done);
  }

  @Mutation(() => ResumeJobResult, {
    description: 'PAUSED → RUNNING, from the exact point; straight to COMPLETED when nothing is left to do.',
  })
  resumeJob(
    @Arg('input', () => ResumeJobInput, { description: 'Which job.' }) input: ResumeJobInput,
    @Ctx() context: ApiContext,
  ) {
    const { id, ...command } = input;
    const done = controlResult(this.useCases.resume.execute(id, { ...command, actor: context.actor }));
    return this.auditLog.noted('RESUME', id, context, done);
  }

  @Mutation(() => CancelJobResult, {
    description:
      'PENDING, RUNNING or PAUSED → CANCELLED. Requests in flight are aborted; bars that were stored before stay.',
  })
  cancelJob(
    @Arg('input', () => CancelJobInput, { description: 'Which job.' }) input: CancelJobInput,
    @Ctx() context: ApiContext,
  ) {
    const { id, ...command } = input;
    const done = controlResult(this.useCases.cancel.execute(id, { ...command, actor: context.actor }));
    return this.auditLog.noted('CANCEL', id, context, done);
  }

  @Mutation(() => RetryFailedResult, {
    description: 'Starts a new job for the FAILED symbols of one that has ended; the old one stays as it is.',
  })
  retryFailed(
    @Arg('input', () => RetryFailedInput, { description: 'Whose failed symbols.' }) input: RetryFailedInput,
    @Ctx() context: ApiContext,
  ) {
    const { id, ...command } = input;
    const done = retryResult(this.useCases.retryFailed.execute(id, { ...command, actor: context.actor }));
    return this.auditLog.noted('RETRY_FAILED', id, context, done);
  }
}
