import { sharedAbort } from '../../src/async/shared-abort';
import { memoryLimiters } from '../../src/cluster/rate-limiters';
import { Pace } from '../../src/application/source-access/pace';
import { rateOf } from '../../src/application/source-access/rate';
import { SourceBudget } from '../../src/application/source-access/source-budget';
import { SourceThrottle } from '../../src/application/source-access/source-throttle';
import { AddressWatch, usedOfMinute } from '../../src/sources/exchange/address-use';

const MINUTE = 60_000;
const [LIMIT, WEIGHT, LATENCY_MS] = [6_000, 2, 150];
const HEADER = 'x-mbx-used-weight-1m';

beforeEach(() => void jest.useFakeTimers({ now: Date.UTC(2025, 0, 1, 0, 0, 7) }));
afterEach(() => void jest.useRealTimers());

/** Counts the weight of an address by the minute, as Binance does, and bans it beyond the limit. */
class Exchange {
  isBanned = false;
  ours = 0;
  private used = { minute: 0, weight: 0 };

  take(weight: number): number {
    const minute = Math.floor(Date.now() / MINUTE);
    if (minute !== this.used.minute) this.used = { minute, weight: 0 };
    this.used.weight += weight;
    if (this.used.weight > LIMIT) this.isBanned = true;
    return this.used.weight;
  }
}

/** Sends requests for a time, 16 at once, as jobs do. `others` is what they who share the address use in each second. */
async function collect(minutes: number, others: (second: number) => number): Promise<Exchange> {
  const exchange = new Exchange();
  const pace = new Pace();
  const perMinute = (LIMIT / WEIGHT) * 0.8;
  const budget = new SourceBudget('exchange', memoryLimiters(rateOf(perMinute)), pace);
  const throttle = new SourceThrottle(budget, undefined, pace);
  const watch = new AddressWatch(usedOfMinute(HEADER, LIMIT), LIMIT / WEIGHT);
  const stop = sharedAbort();
  const place = { take: async () => true, leave: () => undefined };
  const asker = { stop: stop.signal, yielding: stop.signal, isUnderWay: true, place };
  const lane = async () => {
    while (await throttle.admit(asker)) {
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MS / 2));
      const weight = exchange.take(WEIGHT);
      exchange.ours++;
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MS / 2));
      const rest = watch.restAfter({ [HEADER]: String(Math.round(weight)) }, Date.now());
      if (rest) throttle.holdFor(rest);
    }
  };
  const lanes = Array.from({ length: 16 }, lane);
  for (let second = 0; second < minutes * 60; second++) {
    exchange.take(others(second));
    await jest.advanceTimersByTimeAsync(1_000);
  }
  stop.abort();
  await jest.advanceTimersByTimeAsync(1_000);
  await Promise.all(lanes);
  return exchange;
}

test('an address that nobody shares is used up to its share of the limit', async () => {
  const { isBanned, ours } = await collect(3, () => 0);
  expect(isBanned).toBe(false);
  expect(ours).toBeGreaterThan(3 * (LIMIT / WEIGHT) * 0.75);
});

test.each([
  ['a third of the limit', () => LIMIT / 3 / 60],
  ['four fifths of the limit', () => (LIMIT * 0.8) / 60],
  ['bursts', (second: number) => (second % 20 < 5 ? (LIMIT * 0.6) / 15 : 0)],
])('one that others use for %s is never banned, and what they leave is used', async (_what, others) => {
  const { isBanned, ours } = await collect(4, others);
  expect(isBanned).toBe(false);
  expect(ours).toBeGreaterThan(0);
});
