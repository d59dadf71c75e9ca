import { SourceThrottle } from '../../src/application/services/source-throttle';

const never = new AbortController().signal;
const HOUR = 3_600_000;

test('lets requests through while there is budget', async () => {
  const throttle = new SourceThrottle(600);
  for (let n = 0; n < 10; n++) expect(await throttle.admit(never, never)).toBe(true);
});

test('a pause ends the wait for a source that is to be left alone', async () => {
  const throttle = new SourceThrottle(600);
  throttle.holdFor(HOUR);
  const yielding = new AbortController();
  const admitted = throttle.admit(never, yielding.signal);
  yielding.abort();
  expect(await admitted).toBe(false);
  expect(await throttle.admit(never, yielding.signal)).toBe(false);
});

test('a stop ends it too', async () => {
  const throttle = new SourceThrottle(600);
  throttle.holdFor(HOUR);
  const stop = new AbortController();
  const admitted = throttle.admit(stop.signal, never);
  stop.abort();
  expect(await admitted).toBe(false);
});

test('a pause does not end the short wait for budget: a symbol that drains shall finish', async () => {
  const throttle = new SourceThrottle(60);
  const yielding = AbortSignal.abort();
  expect(await throttle.admit(never, yielding)).toBe(true);
  expect(await throttle.admit(never, yielding)).toBe(true);
});

test('a shorter hold does not shorten a longer one', async () => {
  const throttle = new SourceThrottle(600);
  throttle.holdFor(HOUR);
  throttle.holdFor(1);
  expect(await throttle.admit(never, AbortSignal.abort())).toBe(false);
});
