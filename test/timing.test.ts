import { brokenBy, TIMING, type Timing } from '../src/timing';

test('the durations fit each other', () => {
  expect(brokenBy(TIMING)).toEqual([]);
});

/** Changed durations, each with the consequence of the one inequality that it violates. */
const WRONG: readonly [Partial<Timing>, string][] = [
  [{ HEARTBEAT: 300 }, 'a node would fence itself for one heartbeat that is lost'],
  [{ SELF_FENCED_AFTER: 900 }, 'a pause would be answered while a node that missed it may still start a symbol'],
  [{ ACKNOWLEDGED_BY: 1_100 }, 'a symbol would start later than promised'],
  [{ ABANDONED_TRANSACTION: 1_800 }, 'a node that was cut off would make every command to its jobs fail'],
  [{ DECISION: 2_000 }, 'nothing would be left of the answer for what follows the decision'],
  [{ SESSION: 850 }, 'a run would be taken over while its node may still start a symbol'],
  [{ SESSION: 4_000 }, 'what a dead node held would lie longer than promised'],
  [{ SESSION_REMEMBERED: 7_000 }, 'a session would be forgotten before its shards are taken over'],
];

test.each(WRONG)('with %j %s', (change, consequence) => {
  expect(brokenBy({ ...TIMING, ...change })).toEqual([consequence]);
});
