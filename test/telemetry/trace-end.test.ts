import { endTracing, whenServiceEnds } from '../../src/telemetry/trace-end';

afterEach(() => whenServiceEnds(() => Promise.resolve()));

test('nobody who traces: nothing to wait for', async () => {
  await endTracing();
});

test('what has been traced is sent before it resolves', async () => {
  let isSent = false;
  whenServiceEnds(async () => void (isSent = true));
  await endTracing();
  expect(isSent).toBe(true);
});

test.each([
  ['does not answer', () => new Promise<void>(() => undefined)],
  ['refuses', () => Promise.reject(new Error('ECONNREFUSED'))],
])('a collector that %s does not keep the service from ending', async (_what, send) => {
  whenServiceEnds(send);
  await endTracing(1);
});
