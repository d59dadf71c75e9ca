import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { Attempts } from '../../web/src/api/attempts';

/** Maximum backoff of the page, in milliseconds. */
const LONGEST_MS = 30_000;

function refusal(code: string, extensions: object = {}): Error {
  return new CombinedGraphQLErrors({
    data: null,
    errors: [{ message: 'refused', extensions: { code, ...extensions } }],
  });
}

/** Records when attempts are made. The test decides how each ends. */
class Asked {
  readonly times: number[] = [];
  readonly failures: unknown[] = [];
  private end: { resolve: () => void; reject: (error: unknown) => void } | null = null;
  readonly attempts = new Attempts(
    () => {
      this.times.push(Date.now());
      return new Promise((resolve, reject) => (this.end = { resolve, reject }));
    },
    (error) => void this.failures.push(error),
  );

  async fail(error: unknown): Promise<void> {
    this.end!.reject(error);
    await jest.advanceTimersByTimeAsync(0);
  }

  async succeed(): Promise<void> {
    this.end!.resolve();
    await jest.advanceTimersByTimeAsync(0);
  }
}

let asked: Asked;
beforeEach(() => {
  jest.useFakeTimers();
  asked = new Asked();
});
afterEach(() => jest.useRealTimers());

test('however often somebody asks, there is one attempt at a time', async () => {
  for (let n = 0; n < 10; n++) asked.attempts.ask();
  asked.attempts.askNow();
  expect(asked.times).toHaveLength(1);
  await asked.succeed();
  asked.attempts.ask();
  expect(asked.times).toHaveLength(2);
});

test('after failures it is repeated by itself, after waits that grow up to a limit', async () => {
  asked.attempts.ask();
  for (let n = 0; n < 12; n++) {
    await asked.fail(new TypeError('away'));
    for (let again = 0; again < 10; again++) asked.attempts.ask();
    await jest.advanceTimersToNextTimerAsync();
    expect(asked.times).toHaveLength(n + 2);
  }
  const waits = asked.times.slice(1).map((time, n) => time - asked.times[n]!);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(250);
  expect(waits[0]).toBeLessThanOrEqual(500);
  expect(Math.max(...waits)).toBeLessThanOrEqual(LONGEST_MS);
  expect(waits.at(-1)).toBeGreaterThanOrEqual(LONGEST_MS / 2);
  expect(asked.failures).toHaveLength(12);
});

test('the waits are not the same for all', async () => {
  const others = Array.from({ length: 20 }, () => new Asked());
  for (const other of others) {
    other.attempts.ask();
    await other.fail(new TypeError('away'));
  }
  await jest.advanceTimersByTimeAsync(500);
  expect(new Set(others.map(({ times }) => times[1])).size).toBeGreaterThan(5);
});

test('it is not repeated before the time that the service asks for', async () => {
  asked.attempts.ask();
  await asked.fail(refusal('TOO_MANY_REQUESTS', { retryAfterMs: 60_000 }));
  await jest.advanceTimersByTimeAsync(60_000);
  expect(asked.times).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(500);
  expect(asked.times).toHaveLength(2);
});

test('what is refused for good is repeated by the reader only', async () => {
  asked.attempts.ask();
  await asked.fail(refusal('BAD_USER_INPUT'));
  asked.attempts.ask();
  await jest.advanceTimersByTimeAsync(10 * LONGEST_MS);
  expect(asked.times).toHaveLength(1);
  asked.attempts.askNow();
  expect(asked.times).toHaveLength(2);
});

test('the reader ends the wait, and nothing is asked twice for it', async () => {
  asked.attempts.ask();
  await asked.fail(new TypeError('away'));
  asked.attempts.askNow();
  expect(asked.times).toHaveLength(2);
  await jest.advanceTimersByTimeAsync(LONGEST_MS);
  expect(asked.times).toHaveLength(2);
});

test('after its end nothing is repeated, and it can begin again', async () => {
  asked.attempts.ask();
  await asked.fail(new TypeError('away'));
  asked.attempts.end();
  await jest.advanceTimersByTimeAsync(LONGEST_MS);
  expect(asked.times).toHaveLength(1);
  asked.attempts.ask();
  asked.attempts.end();
  await asked.fail(new TypeError('away'));
  await jest.advanceTimersByTimeAsync(LONGEST_MS);
  expect(asked.times).toHaveLength(2);
});
