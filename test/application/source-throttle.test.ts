import { setImmediate } from 'node:timers/promises';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { SourceBudget } from '../../src/application/services/source-budget';
import { SourceThrottle } from '../../src/application/services/source-throttle';

const throttleOf = (points: number) =>
  new SourceThrottle(new SourceBudget('source', new RateLimiterMemory({ points, duration: 1 })));

/** Its budget says how long to wait when the test does. */
function farAway() {
  let settle: (waitMs: number) => void = () => undefined;
  const budget = { take: () => new Promise<number>((resolve) => (settle = resolve)), block: async () => undefined };
  return {
    throttle: new SourceThrottle(budget as unknown as SourceBudget),
    answer: (waitMs: number) => settle(waitMs),
  };
}

const never = new AbortController().signal;
const HOUR = 3_600_000;

test('lets requests through while there is budget', async () => {
  const throttle = throttleOf(10);
  for (let n = 0; n < 10; n++) expect(await throttle.admit(never, never, true)).toBe(true);
});

test('a pause ends the wait for a source that is to be left alone', async () => {
  const throttle = throttleOf(10);
  throttle.holdFor(HOUR);
  const yielding = new AbortController();
  const admitted = throttle.admit(never, yielding.signal, true);
  yielding.abort();
  expect(await admitted).toBe(false);
  expect(await throttle.admit(never, yielding.signal, true)).toBe(false);
});

test('a stop ends it too', async () => {
  const throttle = throttleOf(10);
  throttle.holdFor(HOUR);
  const stop = new AbortController();
  const admitted = throttle.admit(stop.signal, never, true);
  stop.abort();
  expect(await admitted).toBe(false);
});

test('a pause does not end the short wait for budget: a symbol that drains shall finish', async () => {
  const throttle = throttleOf(1);
  const yielding = AbortSignal.abort();
  expect(await throttle.admit(never, yielding, true)).toBe(true);
  expect(await throttle.admit(never, yielding, true)).toBe(true);
});

test('a shorter hold does not shorten a longer one', async () => {
  const throttle = throttleOf(10);
  throttle.holdFor(HOUR);
  throttle.holdFor(1);
  expect(await throttle.admit(never, AbortSignal.abort(), true)).toBe(false);
});

test('who has not started does not start after a pause, budget or not', async () => {
  const throttle = throttleOf(1);
  expect(await throttle.admit(never, AbortSignal.abort(), false)).toBe(false);
  const yielding = new AbortController();
  expect(await throttle.admit(never, yielding.signal, false)).toBe(true);
  const waiting = throttle.admit(never, yielding.signal, false);
  yielding.abort();
  expect(await waiting).toBe(false);
});

test('nor when the pause comes while the budget is being asked for, however far away it is counted', async () => {
  const { throttle, answer } = farAway();
  const yielding = new AbortController();
  const starting = throttle.admit(never, yielding.signal, false);
  yielding.abort();
  answer(0);
  expect(await starting).toBe(false);
});

test('nor when the source asks to be left alone while the budget is being asked for', async () => {
  const { throttle, answer } = farAway();
  const yielding = new AbortController();
  const starting = throttle.admit(never, yielding.signal, true);
  throttle.holdFor(HOUR);
  answer(0);
  await setImmediate();
  yielding.abort();
  expect(await starting).toBe(false);
});

test('many who ask without a pause get what the budget has, to the last request, while it is counted far away', async () => {
  class FarAway extends RateLimiterMemory {
    override async consume(key: string, points?: number): Promise<RateLimiterRes> {
      await setImmediate();
      return super.consume(key, points);
    }
  }
  const budget = new SourceBudget('source', new FarAway({ points: 950, duration: 60 }));
  let granted = 0;
  const lane = async () => {
    while ((await budget.take()) === 0) granted++;
  };
  await Promise.all(Array.from({ length: 40 }, lane));
  expect(granted).toBe(950);
});
