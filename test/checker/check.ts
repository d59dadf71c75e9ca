import { checkBars } from './bars';
import { checkBudget } from './budget';
import { checkCommands } from './commands';
import { checkCounters } from './counters';
import { checkCoverage } from './coverage';
import { checkFailures } from './failures';
import { checkFrames } from './frames';
import type { History } from './history';
import { checkPages } from './pages';
import { checkQuiet } from './quiet';
import { checkRecovery } from './recovery';
import { checkStarts } from './starts';
import { checkSteps } from './steps';
import { checkTransitions } from './transitions';
import type { Violation } from './violation';

const CHECKS: readonly ((history: History) => Violation[])[] = [
  checkStarts,
  checkSteps,
  checkCounters,
  checkBars,
  checkQuiet,
  checkTransitions,
  checkCommands,
  checkFrames,
  checkRecovery,
  checkBudget,
  checkPages,
  checkCoverage,
  checkFailures,
];

/** Returns all violations in the history of a run; empty for a sound one. */
export function check(history: History): Violation[] {
  return CHECKS.flatMap((part) => part(history));
}
