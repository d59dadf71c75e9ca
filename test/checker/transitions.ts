import { transitionBetween } from '../../src/domain/job-state';
import type { History, JobRecord } from './history';
import { transitionsOf } from './timeline';
import type { Violation } from './violation';

/**
 * I5, the history: it has no gap, only transitions of the lifecycle, one version each, and it explains the job's state.
 */
export function checkTransitions({ jobs }: History): Violation[] {
  return jobs.flatMap((job) => [...gaps(job), ...illegalMoves(job), ...unexplainedState(job)]);
}

function gaps(job: JobRecord): Violation[] {
  return job.events.flatMap((event, index) =>
    event.seq === index + 1 ? [] : [violation('HISTORY_HAS_A_GAP', job, { before: job.events[index - 1], event })],
  );
}

function illegalMoves(job: JobRecord): Violation[] {
  const moves = transitionsOf(job);
  return moves.flatMap((event, index) => {
    const before = moves[index - 1];
    const isFirst = index === 0 && event.type === 'CREATED' && event.toState === 'PENDING';
    const arrow = before && event.fromState === before.toState && transitionBetween(before.toState!, event.toState!);
    const isLegal = isFirst || (arrow && arrow.event === event.type);
    return isLegal ? [] : [violation('ILLEGAL_TRANSITION', job, { before, event })];
  });
}

function unexplainedState(job: JobRecord): Violation[] {
  const moves = transitionsOf(job);
  const { state, version } = job;
  if (state === moves.at(-1)?.toState && version === moves.length) return [];
  return [violation('STATE_NOT_IN_HISTORY', job, { state, version, last: moves.at(-1), transitions: moves.length })];
}

function violation(name: string, { id }: JobRecord, evidence: object): Violation {
  return { invariant: 'I5', name, jobId: id, evidence };
}
