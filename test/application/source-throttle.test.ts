import { setImmediate } from 'node:timers/promises';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { FairLimit } from '../../src/async/fair-limit';
import { LanePlace } from '../../src/application/worker/run/lane-place';
import { SourceBudget } from '../../src/application/source-access/source-budget';
import { SourceThrottle } from '../../src/application/source-access/source-throttle';
import { memoryLimiters } from '../../src/cluster/rate-limiters';
import { MAX_REST_MS } from '../../src/domain/source-failure';
import { eventually } from '../support/eventually';

const throttleOf = (points: number) =>
  new SourceThrottle(new SourceBudget('source', new RateLimiterMemory({ points, duration: 1 })));

/** A throttle whose budget answers when the test says so. */
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
const place = { take: async () => true, leave: () => undefined };
const asker = (stop: AbortSignal, yielding: AbortSignal, isUnderWay: boolean) => ({
  stop,
  yielding,
  isUnderWay,
  place,
});

test('lets requests through while there is budget', async () => {
  const throttle = throttleOf(10);
  for (let n = 0; n < 10; n++) expect(await throttle.admit(asker(never, never, true))).toBe(true);
});

test('a pause ends the wait for a source that is to be left alone', async () => {
  const throttle = throttleOf(10);
  throttle.holdFor(HOUR);
  const yielding = new AbortController();
  const admitted = throttle.admit(asker(never, yielding.signal, true));
  yielding.abort();
  expect(await admitted).toBe(false);
  expect(await throttle.admit(asker(never, yielding.signal, true))).toBe(false);
});

test('a stop ends it too', async () => {
  const throttle = throttleOf(10);
  throttle.holdFor(HOUR);
  const stop = new AbortController();
  const admitted = throttle.admit(asker(stop.signal, never, true));
  stop.abort();
  expect(await admitted).toBe(false);
});

test('a pause does not end the short wait for budget: a symbol that drains shall finish', async () => {
  const throttle = throttleOf(1);
  const yielding = AbortSignal.abort();
  expect(await throttle.admit(asker(never, yielding, true))).toBe(true);
  expect(await throttle.admit(asker(never, yielding, true))).toBe(true);
});

test('a shorter hold does not shorten a longer one', async () => {
  const throttle = throttleOf(10);
  throttle.holdFor(HOUR);
  throttle.holdFor(1);
  expect(await throttle.admit(asker(never, AbortSignal.abort(), true))).toBe(false);
});

test.each([0, -1, Number.NaN])('a hold of %p milliseconds is none', async (ms) => {
  const told: number[] = [];
  const budget = new SourceBudget('source', memoryLimiters({ requests: 10, seconds: 1 }));
  const throttle = new SourceThrottle(budget, (held) => told.push(held));
  throttle.holdFor(ms);
  expect(told).toEqual([]);
  expect(await throttle.admit(asker(never, AbortSignal.abort(), true))).toBe(true);
});

test.each([MAX_REST_MS + 1, 1e300, Number.POSITIVE_INFINITY])('no source is left alone for ever (%p)', async (ms) => {
  const told: number[] = [];
  const budget = new SourceBudget('source', memoryLimiters({ requests: 10, seconds: 1 }));
  new SourceThrottle(budget, (held) => told.push(held)).holdFor(ms);
  expect(told).toEqual([MAX_REST_MS]);
  expect(await budget.take()).toBeLessThanOrEqual(MAX_REST_MS);
});

test('who has not started does not start after a pause, budget or not', async () => {
  const throttle = throttleOf(1);
  expect(await throttle.admit(asker(never, AbortSignal.abort(), false))).toBe(false);
  const yielding = new AbortController();
  expect(await throttle.admit(asker(never, yielding.signal, false))).toBe(true);
  const waiting = throttle.admit(asker(never, yielding.signal, false));
  yielding.abort();
  expect(await waiting).toBe(false);
});

test('nor when the pause comes while the budget is being asked for, however far away it is counted', async () => {
  const { throttle, answer } = farAway();
  const yielding = new AbortController();
  const starting = throttle.admit(asker(never, yielding.signal, false));
  await setImmediate();
  yielding.abort();
  answer(0);
  expect(await starting).toBe(false);
});

test('nor when the source asks to be left alone while the budget is being asked for', async () => {
  const { throttle, answer } = farAway();
  const yielding = new AbortController();
  const starting = throttle.admit(asker(never, yielding.signal, true));
  await setImmediate();
  throttle.holdFor(HOUR);
  answer(0);
  await setImmediate();
  yielding.abort();
  expect(await starting).toBe(false);
});

describe('the place of who asks', () => {
  const places = () => {
    const limit = new FairLimit(1);
    return { mine: new LanePlace(limit, 'mine'), other: new LanePlace(limit, 'other') };
  };
  /** Whether `other` gets the place without waiting. */
  const isFree = async (other: LanePlace) => {
    const impatience = new AbortController();
    const taking = other.take([impatience.signal]);
    impatience.abort();
    const taken = await taking;
    other.leave();
    return taken;
  };

  test('is held while the budget is asked and when it lets through, and free during both waits', async () => {
    const { mine, other } = places();
    const { throttle, answer } = farAway();
    throttle.holdFor(30);
    const admitted = throttle.admit({ ...asker(never, never, true), place: mine });
    expect(await isFree(other)).toBe(true);
    await eventually(async () => expect(await isFree(other)).toBe(false));
    answer(1_000);
    await setImmediate();
    expect(await isFree(other)).toBe(true);
    await eventually(async () => expect(await isFree(other)).toBe(false));
    answer(0);
    expect(await admitted).toBe(true);
    expect(await isFree(other)).toBe(false);
  });

  test('is waited for again before the budget is asked again: nothing granted is kept for later', async () => {
    const { mine, other } = places();
    let asked = 0;
    const budget = { take: async () => (asked++ === 0 ? 1 : 0), block: async () => undefined };
    const throttle = new SourceThrottle(budget as unknown as SourceBudget);
    const admitted = throttle.admit({ ...asker(never, never, true), place: mine });
    expect(await other.take([never])).toBe(true);
    for (let n = 0; n < 100; n++) await setImmediate();
    expect(asked).toBe(1);
    other.leave();
    expect(await admitted).toBe(true);
    expect(asked).toBe(2);
  });

  test('is no longer waited for after a pause by who has not started, but by who is under way', async () => {
    const { mine, other } = places();
    await other.take([never]);
    const yielding = new AbortController();
    const throttle = throttleOf(10);
    const starting = throttle.admit({ ...asker(never, yielding.signal, false), place: mine });
    const underWay = throttle.admit({ ...asker(never, yielding.signal, true), place: mine });
    yielding.abort();
    expect(await starting).toBe(false);
    other.leave();
    expect(await underWay).toBe(true);
  });

  test('is asked about the source once more when it was had: it may have been heard to want its peace', async () => {
    const { mine, other } = places();
    await other.take([never]);
    const throttle = throttleOf(10);
    const stop = new AbortController();
    const admitted = throttle.admit({ ...asker(stop.signal, never, true), place: mine });
    throttle.holdFor(HOUR);
    other.leave();
    await setImmediate();
    expect(await isFree(other)).toBe(true);
    stop.abort();
    expect(await admitted).toBe(false);
  });
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

test('who is to stop waits for no budget that does not answer', async () => {
  const silent = { points: 10, consume: () => new Promise<RateLimiterRes>(() => undefined) };
  const throttle = new SourceThrottle(new SourceBudget('source', silent as unknown as RateLimiterMemory));
  const [stop, yielding] = [new AbortController(), new AbortController()];
  const admissions = [
    throttle.admit(asker(stop.signal, never, true)),
    throttle.admit(asker(never, yielding.signal, false)),
  ];
  await setImmediate();
  stop.abort();
  yielding.abort();
  expect(await Promise.all(admissions)).toEqual([false, false]);
});
