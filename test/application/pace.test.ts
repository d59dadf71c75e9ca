import fc from 'fast-check';
import { Pace } from '../../src/application/source-access/pace';
import { rateOf } from '../../src/application/source-access/rate';
import { RequestCount } from '../../src/application/source-access/request-count';

const MINUTE = 60_000;

describe('the pace', () => {
  test('halves with a refusal, once for a burst of them, and is whole again after a minute', () => {
    let now = 0;
    const pace = new Pace(() => now);
    expect(pace.cost).toBe(1);
    for (let n = 0; n < 50; n++) pace.slowDown();
    expect(pace.cost).toBe(2);
    now += MINUTE / 2;
    expect(pace.cost).toBeCloseTo(1.5);
    now += MINUTE / 2;
    expect(pace.cost).toBe(1);
  });

  test('is a quarter at least', () => {
    let now = 0;
    const pace = new Pace(() => now);
    for (let n = 0; n < 100; n++, now += 2_000) pace.slowDown();
    expect(pace.cost).toBeLessThanOrEqual(4);
    expect(pace.cost).toBeGreaterThan(3.8);
  });
});

test('a rate is never above the limit, and close to it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.2, max: 1e6, noNaN: true }), (perMinute) => {
      const { requests, seconds } = rateOf(perMinute);
      expect(Number.isInteger(requests) && Number.isInteger(seconds)).toBe(true);
      expect((requests / seconds) * 60).toBeLessThanOrEqual(perMinute * (1 + 1e-9));
      expect((requests / seconds) * 60).toBeGreaterThan(perMinute * 0.5);
    }),
  );
  expect([24, 48, 480, 2_400].map(rateOf)).toEqual([
    { requests: 2, seconds: 5 },
    { requests: 3, seconds: 4 },
    { requests: 8, seconds: 1 },
    { requests: 40, seconds: 1 },
  ]);
});

test('the requests of the last minute, whatever the times between them', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20_000), { maxLength: 100 }), (gaps) => {
      let now = 0;
      const count = new RequestCount(() => now);
      const times: number[] = [];
      for (const gap of gaps) {
        now += gap;
        count.add();
        times.push(now);
        const second = Math.floor(now / 1_000);
        expect(count.lastMinute).toBe(times.filter((time) => Math.floor(time / 1_000) > second - 60).length);
      }
    }),
  );
});
