import { ArchiveRest } from '../../../src/sources/archive/archive-rest';

let now = 1_000;
beforeEach(() => void jest.spyOn(performance, 'now').mockImplementation(() => now));
afterEach(() => void jest.restoreAllMocks());

const MINUTE = 60_000;

/** Returns the length of the rest, in milliseconds. */
function lengthOf(rest: ArchiveRest): number {
  const began = now;
  while (rest.isResting) now += 1_000;
  return now - began;
}

test('each failure in a row makes the rest longer, up to a quarter of an hour', () => {
  const rest = new ArchiveRest();
  expect(rest.isResting).toBe(false);
  const lengths = Array.from({ length: 8 }, () => {
    rest.failed();
    return lengthOf(rest) / MINUTE;
  });
  expect(lengths).toEqual([0.5, 1, 2, 4, 8, 15, 15, 15]);
});

test('an answer begins the count again', () => {
  const rest = new ArchiveRest();
  for (let n = 0; n < 3; n++) {
    expect(rest.failed()).toBe(true);
    expect(lengthOf(rest)).toBe(MINUTE / 2);
    rest.answered();
  }
});

test('failures of requests that were in flight together count once, and only the first is news', () => {
  const rest = new ArchiveRest();
  expect([rest.failed(), rest.failed(), rest.failed()]).toEqual([true, false, false]);
  expect(lengthOf(rest)).toBe(MINUTE / 2);
  expect(rest.failed()).toBe(false);
});

test('the rest that the archive asks for is kept, and not shortened by a later failure', () => {
  const rest = new ArchiveRest();
  rest.failed(60 * MINUTE);
  rest.failed();
  expect(lengthOf(rest)).toBe(60 * MINUTE);
});
