import fc from 'fast-check';
import { check } from './check';
import { WORD_GONE_WRONG } from './corrupted/word';
import { WORK_GONE_WRONG } from './corrupted/work';
import { expectSound } from './expect-sound';
import { legalHistory } from './legal-history';

test('whatever a run does right is sound', () => {
  fc.assert(
    fc.property(legalHistory, (history) => expect(check(history)).toEqual([])),
    { numRuns: 500 },
  );
});

test('legal histories are of all kinds', () => {
  const histories = fc.sample(legalHistory, 300);
  const states = histories.map(({ jobs }) => jobs[0]!.state);
  for (const state of ['RUNNING', 'PAUSED', 'COMPLETED', 'CANCELLED'] as const) expect(states).toContain(state);
  const types = histories.flatMap(({ jobs }) => jobs[0]!.events.map(({ type }) => type));
  for (const type of ['DRAINED', 'RESUMED', 'RECOVERED'] as const) expect(types).toContain(type);
});

test.each([...WORK_GONE_WRONG, ...WORD_GONE_WRONG])('%s: %s', (name, _what, corrupt) => {
  fc.assert(
    fc.property(legalHistory, fc.nat(), (history, pick) => {
      const corrupted = corrupt(history, pick);
      fc.pre(corrupted !== null);
      expect(check(corrupted).map((violation) => violation.name)).toContain(name);
    }),
    { numRuns: 50, maxSkipsPerRun: 1_000 },
  );
});

test('what is wrong is told with the records that show it', () => {
  const [history] = fc.sample(legalHistory, { numRuns: 1, seed: 1 });
  const { jobs } = history!;
  const wrong = { ...history!, jobs: [{ ...jobs[0]!, version: 77 }] };
  expect(() => expectSound(wrong)).toThrow(/1 violations:\nI5 STATE_NOT_IN_HISTORY job .*"version":77/);
  expect(() => expectSound(history!)).not.toThrow();
});
