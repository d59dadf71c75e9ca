import fc from 'fast-check';
import type { FaultKind } from '../../src/sources/simx/faults/active-fault';

/** One event, `afterMs` milliseconds after the previous one. */
export interface Step<D extends string> {
  readonly afterMs: number;
  readonly deed: D;
  /** Index of the job, if the event concerns one. */
  readonly job: number;
  /** Index of the node, if the event concerns one. */
  readonly node: number;
  readonly fault: FaultKind;
  /** Selects a variant of the event, and the connection if it concerns one. */
  readonly pick: number;
}

/** Events on one service, with their weights. */
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

/** Transient source faults: none of them may lose, duplicate or falsify a bar. */
const FAULTS: readonly FaultKind[] = ['junk', 'truncated', 'server-error', 'rate-limit', 'hang'];

export const JOBS = 3;

export const NODES = 3;

/** The job that is never cancelled, so that one completes in every storm. */
export const KEPT_JOB = 0;

/**
 * Returns the script of a seed. Deterministic.
 * @param deeds possible events, with their weights
 * @param certain events that happen in any case, because a storm without them proves nothing
 */
export function scriptOf<D extends string>(
  seed: number,
  deeds: Readonly<Partial<Record<D, number>>>,
  certain: readonly D[],
): readonly Step<D>[] {
  const names = Object.keys(deeds) as D[];
  const any = fc.oneof(...names.map((deed) => ({ weight: deeds[deed]!, arbitrary: fc.constant(deed) })));
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
    pick: fc.nat(9_999),
  });
}
