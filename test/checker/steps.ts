import type { History, StepRecord } from './history';
import { groupBy, processOf } from './timeline';
import type { Violation } from './violation';

/**
 * I3, the steps: each step of a symbol is stored once and in order, by the process that holds the lease then, and a
 * run stores nothing once a later run of its shard has stored. The database records the lease under its lock, and the connection of each step.
 */
export function checkSteps(history: History): Violation[] {
  const bySymbol = groupBy(history.steps, ({ jobId, position }) => `${jobId} ${position}`);
  const byShard = groupBy(history.steps, ({ jobId, shard }) => `${jobId} ${shard}`);
  return [
    ...[...bySymbol.values()].flatMap(numbersOutOfTurn),
    ...[...byShard.values()].flatMap(fencedRuns),
    ...history.steps.flatMap((step) => storedByAnother(history, step)),
  ];
}

function numbersOutOfTurn(steps: readonly StepRecord[]): Violation[] {
  return steps.flatMap((step, index) => {
    const before = steps[index - 1];
    if (step.number === (before?.number ?? 0) + 1 && (before?.state ?? 'PENDING') === 'PENDING') return [];
    const name = before && step.number <= before.number ? 'STEP_STORED_TWICE' : 'STEP_OUT_OF_TURN';
    return [violation(name, step, { before, step })];
  });
}

/** @param steps of one shard, in order */
function fencedRuns(steps: readonly StepRecord[]): Violation[] {
  const runs = new Set<string | null>();
  return steps.flatMap((step, index) => {
    const before = steps[index - 1];
    const hasReturned = runs.has(step.runId) && step.runId !== before?.runId;
    runs.add(step.runId);
    return hasReturned ? [violation('STORED_BY_A_FENCED_RUN', step, { before, step })] : [];
  });
}

function storedByAnother(history: History, step: StepRecord): Violation[] {
  if (step.holder === null) return [violation('STORED_WITHOUT_LEASE', step, { step })];
  const holder = processOf(history, step.holder);
  const isKnown = step.node !== null && holder !== null;
  return isKnown && step.node !== holder.node ? [violation('STORED_BY_ANOTHER', step, { step, holder })] : [];
}

function violation(name: string, { jobId }: StepRecord, evidence: object): Violation {
  return { invariant: 'I3', name, jobId, evidence };
}
