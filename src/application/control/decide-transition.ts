import { hasNothingLeft, type CollectionJob } from '../../domain/collection-job';
import { InvalidJobStateError, JobNotFoundError, VersionConflictError, type ControlRefusal } from '../../domain/errors';
import { SYSTEM } from '../../domain/job-event';
import { transitionFor, type JobAction } from '../../domain/job-state';
import type { Answer, JobTransaction } from '../ports/collection-job-repository';
import type { Command } from './request';

/** Reads the job, checks the command and applies a compare-and-set. Repeats on a conflict until done or refused. */
export async function decideTransition(
  tx: JobTransaction,
  jobId: string,
  action: JobAction,
  request: Command,
): Promise<Answer> {
  for (;;) {
    const job = await tx.find(jobId);
    const refusal = refusalOf(job, jobId, action, request);
    if (refusal) return { refusal };
    const moved = await move(tx, job!, action, request);
    if (moved) return { job: moved };
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

/** @returns null if a concurrent transition was faster */
async function move(
  tx: JobTransaction,
  job: CollectionJob,
  action: JobAction,
  request: Command,
): Promise<CollectionJob | null> {
  const moved = await tx.transition(job, transitionFor(action, job.state)!.to, request);
  if (!moved || action !== 'RESUME' || !hasNothingLeft(moved)) return moved;
  // The drain finished the last symbol, so no work is left for a worker.
  return tx.transition(moved, 'COMPLETED', { actor: SYSTEM });
}
