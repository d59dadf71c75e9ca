import fc from 'fast-check';
import type { History } from './history';
import { Rehearsal } from './rehearsal';

type Deed = (run: Rehearsal) => void;

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.nat(9).map(
      (pick): Deed =>
        (run) =>
          run.page(pick),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(9).map(
      (pick): Deed =>
        (run) =>
          run.fail(pick),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.boolean().map(
      (isHeard): Deed =>
        (run) =>
          run.command('pauseJob', isHeard),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.boolean().map(
      (isHeard): Deed =>
        (run) =>
          run.command('resumeJob', isHeard),
    ),
  },
  { weight: 2, arbitrary: fc.constant<Deed>((run) => run.drain()) },
  { weight: 1, arbitrary: fc.constant<Deed>((run) => run.kill()) },
  { weight: 1, arbitrary: fc.constant<Deed>((run) => run.rest()) },
);

const setting = { symbols: fc.integer({ min: 2, max: 5 }), pages: fc.integer({ min: 1, max: 3 }) };

/** Correct runs, from a few steps of a job to its end: COMPLETED, CANCELLED, or still in progress. */
export const legalHistory: fc.Arbitrary<History> = fc
  .record({ ...setting, deeds: fc.array(deed, { minLength: 10, maxLength: 50 }), isCancelled: fc.boolean() })
  .map(({ symbols, pages, deeds, isCancelled }) => {
    const run = new Rehearsal(symbols, pages);
    doAll(run, deeds);
    if (isCancelled && !run.isOver) run.command('cancelJob', true);
    return run.history();
  });

/** Correct runs in whose course the database is killed once and loses its last commits. */
export const lossyHistory: fc.Arbitrary<History> = fc
  .record({
    ...setting,
    before: fc.array(deed, { minLength: 5, maxLength: 30 }),
    after: fc.array(deed, { minLength: 5, maxLength: 30 }),
  })
  .map(({ symbols, pages, before, after }) => {
    const run = new Rehearsal(symbols, pages);
    doAll(run, before);
    run.loseCommits();
    doAll(run, after);
    return run.history();
  });

function doAll(run: Rehearsal, deeds: readonly Deed[]): void {
  for (const next of deeds) if (!run.isOver) next(run);
}
