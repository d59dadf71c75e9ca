import type { StepStored, SymbolStep } from '../../src/application/ports/collection-ledger';
import { FairLimit } from '../../src/async/fair-limit';
import { StepWriter } from '../../src/application/worker/run/step-writer';
import { eventually } from '../support/eventually';

function step(position: number, bars = 1): SymbolStep {
  return { position, bars: Array.from({ length: bars }) } as unknown as SymbolStep;
}

/** A writer whose transactions end when the test says so. */
function heldWriter(limit = new FairLimit(1)) {
  const groups: number[][] = [];
  const ends: ((error?: Error) => void)[] = [];
  const store = (steps: readonly SymbolStep[]) => {
    groups.push(steps.map(({ position }) => position));
    const stored = steps.map(({ position }) => ({ position, state: 'PENDING', answered: [] }) as const);
    return new Promise<readonly StepStored[]>((resolve, reject) =>
      ends.push((error) => (error ? reject(error) : resolve(stored))),
    );
  };
  const writer = new StepWriter('job', { store }, limit, new AbortController().signal);
  return { writer, groups, ends };
}

test('a lone step is written at once; what comes meanwhile gathers for the next transaction', async () => {
  const { writer, groups, ends } = heldWriter();
  const lone = writer.store(step(0));
  await eventually(() => expect(groups).toEqual([[0]]));
  const stored = [lone, ...[1, 2].map((position) => writer.store(step(position)))];
  ends[0]!();
  await eventually(() => expect(groups).toEqual([[0], [1, 2]]));
  ends[1]!();
  await Promise.all(stored);
});

test('a group is bounded in bars, so that a command need not wait long for it', async () => {
  const { writer, groups, ends } = heldWriter();
  const stored = [0, 1, 2, 3, 4, 5, 6].map((position) => writer.store(step(position, position === 6 ? 9_000 : 1_000)));
  for (let n = 0; n < 3; n++) {
    await eventually(() => expect(ends.length).toBeGreaterThan(n));
    ends[n]!();
  }
  await Promise.all(stored);
  expect(groups).toEqual([[0, 1, 2, 3], [4, 5], [6]]);
});

test('a transaction that fails fails its own steps only', async () => {
  const { writer, ends } = heldWriter();
  const first = writer.store(step(0));
  await eventually(() => ends.length > 0);
  const second = writer.store(step(1));
  ends[0]!(new Error('disk full'));
  await expect(first).rejects.toThrow('disk full');
  await eventually(() => ends.length > 1);
  ends[1]!();
  await second;
});

test('what waits for the other jobs to leave the disk gathers as well', async () => {
  const limit = new FairLimit(1);
  await limit.enter('another job', []);
  const { writer, groups, ends } = heldWriter(limit);
  const stored = [0, 1, 2].map((position) => writer.store(step(position)));
  await new Promise(setImmediate);
  expect(groups).toEqual([]);
  limit.leave('another job');
  await eventually(() => expect(groups).toEqual([[0, 1, 2]]));
  ends[0]!();
  await Promise.all(stored);
});
