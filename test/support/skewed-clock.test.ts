import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const SKEWED = join(__dirname, 'skewed-clock.js');
const HOUR = 3_600_000;

/** Runs an expression in a process whose clock is skewed. */
function valueOf<T>(expression: string, skewMs: number): T {
  const script = `process.stdout.write(JSON.stringify(${expression}))`;
  const env = { ...process.env, SKEW_MS: String(skewMs) };
  return JSON.parse(execFileSync(process.execPath, ['--require', SKEWED, '-e', script], { env }).toString()) as T;
}

test.each([HOUR, -HOUR, 0])('all ways to read the wall clock are off by %d ms', (skewMs) => {
  const read = '[Date.now(), +new Date(), Date.parse(Date()), +Reflect.construct(Date, [])]';
  const before = Date.now();
  const times = valueOf<number[]>(read, skewMs);
  const after = Date.now();
  for (const time of times) {
    // Date() has whole seconds.
    expect(time).toBeGreaterThanOrEqual(before + skewMs - 1_000);
    expect(time).toBeLessThanOrEqual(after + skewMs);
  }
});

test('dates that are given are as given, and are dates', () => {
  expect(valueOf('new Date(5).toISOString()', HOUR)).toBe('1970-01-01T00:00:00.005Z');
  expect(valueOf('[Date.UTC(1970, 0, 1), Date.parse("1970-01-01T00:00:01Z")]', HOUR)).toEqual([0, 1_000]);
  const kinds =
    '(() => { class Mine extends Date {} return [new Mine() instanceof Date, new Date().constructor === Date] })()';
  expect(valueOf(kinds, HOUR)).toEqual([true, true]);
});

test('the monotonic clock is the real one', () => {
  const elapsed = 'performance.timeOrigin + performance.now()';
  expect(Math.abs(valueOf<number>(elapsed, HOUR) - Date.now())).toBeLessThan(HOUR / 2);
});

test('the time at which a request is sent is told by the real clock', () => {
  const script = `const server = require('node:http').createServer(({ headers }, response) => {
      process.stdout.write(headers['x-sent-at']);
      response.setHeader('connection', 'close').end();
      server.close();
    }).listen(0, '127.0.0.1', () => fetch('http://127.0.0.1:' + server.address().port))`;
  const preloaded = ['--require', join(__dirname, 'tells-when-asked.js'), '--require', SKEWED];
  const env = { ...process.env, SKEW_MS: String(HOUR) };
  const sentAt = Number(execFileSync(process.execPath, [...preloaded, '-e', script], { env }).toString());
  expect(sentAt).toBeGreaterThan(0);
  expect(Math.abs(sentAt - Date.now())).toBeLessThan(HOUR / 2);
});
