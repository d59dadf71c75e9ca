import { unlessStalled } from '../../../src/graphql/downloads/transfer';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('a reader that asks for no further part in time is given up', async () => {
  const giveUp = jest.fn();
  async function* parts() {
    yield 1;
    yield 2;
  }
  const passed = unlessStalled(parts(), 60_000, giveUp);
  for (const value of [1, 2]) {
    expect(await passed.next()).toEqual({ done: false, value });
    jest.advanceTimersByTime(59_999);
    expect(giveUp).not.toHaveBeenCalled();
  }
  jest.advanceTimersByTime(1);
  expect(giveUp).toHaveBeenCalledTimes(1);
});

test('one that waits for a part is not, nor one that has left', async () => {
  const giveUp = jest.fn();
  let resolve = (_part: number) => {};
  const promise = new Promise<number>((fulfil) => (resolve = fulfil));
  async function* parts() {
    yield 1;
    yield await promise;
  }
  const passed = unlessStalled(parts(), 60_000, giveUp);
  await passed.next();
  const second = passed.next();
  jest.advanceTimersByTime(600_000);
  resolve(2);
  expect(await second).toEqual({ done: false, value: 2 });
  await passed.return(undefined);
  jest.advanceTimersByTime(600_000);
  expect(giveUp).not.toHaveBeenCalled();
});
