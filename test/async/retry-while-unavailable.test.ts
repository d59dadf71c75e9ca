import { StoreUnavailableError } from '../../src/domain/store-errors';
import { retryWhileUnavailable } from '../../src/async/retry-while-unavailable';

const never = new AbortController().signal;
const unavailable = () => Promise.reject(new StoreUnavailableError('gone'));

test('asks again until the store answers', async () => {
  const answers = [unavailable, unavailable, () => Promise.resolve('here')];
  const failures: Error[] = [];
  expect(
    await retryWhileUnavailable(
      () => answers.shift()!(),
      never,
      (error) => failures.push(error),
    ),
  ).toBe('here');
  expect(failures).toHaveLength(2);
});

test('does not ask again for what will not get better', async () => {
  let asked = 0;
  const broken = () => Promise.reject(new TypeError(`asked ${++asked} times`));
  await expect(retryWhileUnavailable(broken, never, () => undefined)).rejects.toThrow('asked 1 times');
});

test('gives up when told to stop, at once', async () => {
  const stop = new AbortController();
  await expect(retryWhileUnavailable(unavailable, stop.signal, () => stop.abort())).rejects.toBeInstanceOf(
    StoreUnavailableError,
  );
});
