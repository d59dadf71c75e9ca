import { TokenBucket } from '../../../src/sources/simx/token-bucket';

it('grants its burst at once, then as many as it earns', () => {
  let now = 0;
  const bucket = new TokenBucket(2, 3, () => now);
  expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0]);
  expect(bucket.take()).toBe(500);
  now = 400;
  expect(bucket.take()).toBeCloseTo(100);
  now = 500;
  expect(bucket.take()).toBe(0);
  now = 60_000;
  expect([bucket.take(), bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 0, 500]);
});

it('earns nothing from a clock that runs backwards', () => {
  let now = 1000;
  const bucket = new TokenBucket(1, 1, () => now);
  bucket.take();
  now = 0;
  expect(bucket.take()).toBe(1000);
});
