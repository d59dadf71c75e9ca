import fc from 'fast-check';
import type { FaultKind } from '../../src/sources/simx/active-fault';

/** One thing that happens, so many milliseconds after the one before it. */
export interface Step {
  readonly afterMs: number;
  readonly deed: Deed;
  /** Which job it is about, where it is about one. */
  readonly job: number;
  readonly fault: FaultKind;
}

const DEEDS = {
  PAUSE: 6,
  PAUSE_ABORT: 3,
  RESUME: 8,
  CANCEL: 1,
  KILL_SERVICE: 7,
  KILL_POSTGRES: 4,
  TERMINATE_SERVICE: 1,
  CUT_CONNECTIONS: 2,
  FAULT: 5,
} as const;

export type Deed = keyof typeof DEEDS;

/** What a source may do to us that passes: none of these may lose, double or falsify a bar. */
const FAULTS: readonly FaultKind[] = ['junk', 'truncated', 'server-error', 'rate-limit', 'hang'];

export const JOBS = 3;

const step: fc.Arbitrary<Step> = fc.record({
  afterMs: fc.integer({ min: 5, max: 400 }),
  deed: fc.oneof(...Object.entries(DEEDS).map(([deed, weight]) => ({ weight, arbitrary: fc.constant(deed as Deed) }))),
  job: fc.nat(JOBS - 1),
  fault: fc.constantFrom(...FAULTS),
});

/** The same seed, the same script. */
export function scriptOf(seed: number): readonly Step[] {
  const [script] = fc.sample(fc.array(step, { minLength: 12, maxLength: 20 }), { seed, numRuns: 1 });
  return script!;
}
