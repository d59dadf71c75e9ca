import fc from 'fast-check';
import type { FaultKind } from '../../src/sources/simx/faults/active-fault';

/** One thing that happens, so many milliseconds after the one before it. */
export interface Step<D extends string> {
  readonly afterMs: number;
  readonly deed: D;
  /** Which job it is about, where it is about one. */
  readonly job: number;
  /** Which node, likewise. */
  readonly node: number;
  readonly fault: FaultKind;
}

/** What happens to one service, and how often. */
export const DEEDS = {
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

export const NODES = 3;

/** The job that is never cancelled: so one comes to its end in every storm. */
export const KEPT_JOB = 0;

/**
 * The same seed, the same script.
 * @param deeds what may happen, and how often
 * @param certain what happens in any case: a storm without it would show nothing
 */
export function scriptOf<D extends string>(
  seed: number,
  deeds: Readonly<Record<D, number>>,
  certain: readonly D[],
): readonly Step<D>[] {
  const weighted = Object.entries<number>(deeds);
  const any = fc.oneof(...weighted.map(([deed, weight]) => ({ weight, arbitrary: fc.constant(deed as D) })));
  const some = fc.array(stepOf(any), { minLength: 12, maxLength: 20 });
  const script = fc.tuple(some, fc.tuple(...certain.map((deed) => fc.tuple(stepOf(fc.constant(deed)), fc.nat(11)))));
  const [[steps, additional]] = fc.sample(script, { seed, numRuns: 1 }) as [[Step<D>[], [Step<D>, number][]]];
  for (const [step, place] of additional) steps.splice(place, 0, step);
  return steps;
}

function stepOf<D extends string>(deed: fc.Arbitrary<D>): fc.Arbitrary<Step<D>> {
  return fc.record({
    afterMs: fc.integer({ min: 5, max: 400 }),
    deed,
    job: fc.nat(JOBS - 1),
    node: fc.nat(NODES - 1),
    fault: fc.constantFrom(...FAULTS),
  });
}
