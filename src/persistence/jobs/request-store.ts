import type { EntityManager } from 'typeorm';
import type { Answer, RequestKey, RequestStanding } from '../../application/ports/collection-job-repository';
import { jobFromJson, type CollectionJob } from '../../domain/collection-job';
import { InvalidJobStateError, JobNotFoundError, VersionConflictError } from '../../domain/errors';
import type { JobAction } from '../../domain/job-state';
import { statement } from '../database/statement';
import { ControlRequestEntity } from '../entities/jobs/control-request-entity';

/**
 * Reserves the request's id for this transaction. If another transaction holds the id, waits until that one has
 * committed (then its answer is returned) or rolled back.
 */
export async function announceRequest(manager: EntityManager, request: RequestKey): Promise<RequestStanding> {
  const { actor, requestId, operation, fingerprint } = request;
  const announced = await ANNOUNCE(manager, { actor, requestId, operation, fingerprint });
  if (announced.length === 1) return 'NEW';
  const earlier = await manager.findOneByOrFail(ControlRequestEntity, { actor, requestId });
  const isSame = earlier.operation === operation && earlier.fingerprint === fingerprint;
  return isSame ? revive(earlier.answer as RecordedAnswer) : 'MISMATCH';
}

const ANNOUNCE = statement(
  'announce_request',
  { actor: 'text', requestId: 'text', operation: 'text', fingerprint: 'text' },
  ({ actor, requestId, operation, fingerprint }) => `
    INSERT INTO control_request (actor, request_id, operation, fingerprint)
    VALUES (${actor}, ${requestId}, ${operation}, ${fingerprint})
    ON CONFLICT DO NOTHING RETURNING request_id`,
  () => true,
);

export async function recordAnswer(manager: EntityManager, request: RequestKey, answer: Answer): Promise<void> {
  const { actor, requestId } = request;
  await manager.update(ControlRequestEntity, { actor, requestId }, { answer: toRecord(answer) });
}

/** An answer in its JSON form. */
type RecordedAnswer =
  | { type: 'JOB'; job: CollectionJob }
  | { type: 'INVALID_STATE'; job: CollectionJob; attempted: JobAction }
  | { type: 'VERSION_CONFLICT'; job: CollectionJob; expectedVersion: number }
  | { type: 'NOT_FOUND'; jobId: string };

function toRecord(answer: Answer): RecordedAnswer {
  if ('job' in answer) return { type: 'JOB', job: answer.job };
  const { refusal } = answer;
  if (refusal instanceof InvalidJobStateError) {
    return { type: 'INVALID_STATE', job: refusal.job, attempted: refusal.attempted };
  }
  if (refusal instanceof VersionConflictError) {
    return { type: 'VERSION_CONFLICT', job: refusal.job, expectedVersion: refusal.expectedVersion };
  }
  return { type: 'NOT_FOUND', jobId: refusal.jobId };
}

function revive(record: RecordedAnswer): Answer {
  switch (record.type) {
    case 'JOB':
      return { job: jobFromJson(record.job) };
    case 'INVALID_STATE':
      return { refusal: new InvalidJobStateError(jobFromJson(record.job), record.attempted) };
    case 'VERSION_CONFLICT':
      return { refusal: new VersionConflictError(jobFromJson(record.job), record.expectedVersion) };
    case 'NOT_FOUND':
      return { refusal: new JobNotFoundError(record.jobId) };
  }
}
