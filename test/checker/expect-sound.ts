import { check } from './check';
import type { History } from './history';
import type { Violation } from './violation';

/** Maximum number of violations in the error message. */
const TOLD = 5;
const MAX_EVIDENCE = 2_000;

/** @throws Error with the violations, their evidence, and the faults of the run */
export function expectSound(history: History): void {
  const violations = check(history);
  if (violations.length === 0) return;
  const told = oneOfEachFirst(violations)
    .slice(0, TOLD)
    .map(({ invariant, name, jobId, evidence }) => {
      return `${invariant} ${name} ${jobId ?? ''} ${JSON.stringify(evidence).slice(0, MAX_EVIDENCE)}`;
    });
  const { faults, losses } = history;
  const context = [...faults, ...losses].map((each) => JSON.stringify(each));
  throw new Error([`${violations.length} violations:`, ...told, ...context].join('\n'));
}

/** Many violations of one name often hide one of another. */
function oneOfEachFirst(violations: readonly Violation[]): Violation[] {
  const isFirst = ({ name }: Violation, index: number) => violations.findIndex((each) => each.name === name) === index;
  return [...violations.filter(isFirst), ...violations.filter((each, index) => !isFirst(each, index))];
}
