import { check } from './check';
import type { History } from './history';

/** Maximum number of violations in the error message. */
const TOLD = 5;
const MAX_EVIDENCE = 2_000;

/** @throws Error with the violations and their evidence */
export function expectSound(history: History): void {
  const violations = check(history);
  if (violations.length === 0) return;
  const told = violations.slice(0, TOLD).map(({ invariant, name, jobId, evidence }) => {
    return `${invariant} ${name} ${jobId ?? ''} ${JSON.stringify(evidence).slice(0, MAX_EVIDENCE)}`;
  });
  throw new Error(`${violations.length} violations:\n${told.join('\n')}`);
}
