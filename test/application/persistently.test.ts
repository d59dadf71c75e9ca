import { StoreUnavailableError } from '../../src/application/ports/collection-ledger';
import { persistently } from '../../src/application/services/persistently';

const never = new AbortController().signal;
const unavailable = () => Promise.reject(new StoreUnavailableError('gone'));

test('asks again until the store answers', async () => {
  const answers = [unavailable, unavailable, () => Promise.resolve('here')];
  const failures: Error[] = [];
  expect(
    await persistently(
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
  await expect(persistently(broken, never, () => undefined)).rejects.toThrow('asked 1 times');
});

test('gives up when told to stop, at once', async () => {
  const stop = new AbortController();
  await expect(persistently(unavailable, stop.signal, () => stop.abort())).rejects.toBeInstanceOf(
    StoreUnavailableError,
  );
});
