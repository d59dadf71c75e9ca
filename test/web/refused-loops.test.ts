import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { NEVER, of, throwError, type Observable } from 'rxjs';
import type { Api } from '../../web/src/api/client';
import { follow } from '../../web/src/api/follow';
import { Refreshed } from '../../web/src/api/refreshed';
import { JobsUpdatedDocument } from '../../web/src/generated/graphql';

const MINUTE_MS = 60_000;

const tooMany = new CombinedGraphQLErrors({
  data: null,
  errors: [{ message: 'wait', extensions: { code: 'TOO_MANY_REQUESTS', retryAfterMs: 5_000 } }],
});

beforeEach(() => void jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** A service that answers each subscription with the next of these, and repeats the last one. */
function serving(...answers: Observable<unknown>[]) {
  const asked: number[] = [];
  const subscribe = () => {
    asked.push(Date.now());
    return answers[Math.min(asked.length, answers.length) - 1]!;
  };
  const api = { apollo: { subscribe }, connection: { onceMore: () => () => undefined }, session: { get: () => ({}) } };
  return { asked, api: api as unknown as Api };
}

const gaps = (times: readonly number[]) => times.slice(1).map((time, n) => time - times[n]!);

test('a subscription that is refused again and again waits longer and longer', async () => {
  const { asked, api } = serving(throwError(() => new Error('refused')));
  const end = follow(api, JobsUpdatedDocument, () => ({}), { onData: () => undefined });
  await jest.advanceTimersByTimeAsync(10 * MINUTE_MS);
  end();
  expect(asked.length).toBeLessThan(60);
  expect(gaps(asked).at(-1)).toBeGreaterThanOrEqual(15_000);
});

test('a subscription waits as long as the service asks for, and from the beginning after it has got something', async () => {
  const { asked, api } = serving(
    throwError(() => tooMany),
    throwError(() => tooMany),
    of({ data: {} }, { error: new Error('refused') }),
    NEVER,
  );
  const end = follow(api, JobsUpdatedDocument, () => ({}), { onData: () => undefined });
  await jest.advanceTimersByTimeAsync(MINUTE_MS);
  end();
  const [first, second, third] = gaps(asked);
  expect(asked).toHaveLength(4);
  expect(Math.min(first!, second!)).toBeGreaterThanOrEqual(5_000);
  expect(third).toBeLessThanOrEqual(500);
});

test('what cannot be read is read again after growing waits, and never twice at once', async () => {
  const times: number[] = [];
  let isAway = true;
  const refreshed = new Refreshed(async () => {
    times.push(Date.now());
    if (isAway) throw new TypeError('away');
    return 'known';
  });
  const end = refreshed.open();
  refreshed.changed();
  for (let n = 0; n < 600; n++) {
    refreshed.changed();
    await jest.advanceTimersByTimeAsync(1_000);
  }
  expect(times.length).toBeLessThan(60);
  expect(gaps(times).at(-1)).toBeGreaterThanOrEqual(15_000);
  isAway = false;
  await jest.advanceTimersByTimeAsync(MINUTE_MS);
  expect(refreshed.get()).toBe('known');
  end();
});
