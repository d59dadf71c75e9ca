import { SourceSilence } from '../../src/application/source-access/source-silence';
import type { SourceFailureCode } from '../../src/domain/source-failure';

let silence: SourceSilence;
beforeEach(() => (silence = new SourceSilence()));

/** Reports that the symbol at this position has exhausted its retries. */
const givesUp = (position: number, code: SourceFailureCode = 'SOURCE_DOWN') =>
  silence.gaveUp(silence.begin(position), code);

test.each(['SOURCE_DOWN', 'TIMEOUT', 'BANNED'] as const)('%s, of two symbols in a row: it is away', (code) => {
  expect(givesUp(0, code)).toBeNull();
  expect(givesUp(1, code)).toEqual(expect.any(Number));
});

test('of two lanes that began at once: it is away', () => {
  const [first, second] = [silence.begin(0), silence.begin(1)];
  expect(silence.gaveUp(first, 'SOURCE_DOWN')).toBeNull();
  expect(silence.gaveUp(second, 'TIMEOUT')).toEqual(expect.any(Number));
});

test('the silence is as long as that of the symbol that began first', () => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(1_000);
  const first = silence.begin(0);
  now.mockReturnValue(4_000);
  silence.gaveUp(first, 'SOURCE_DOWN');
  const second = silence.begin(1);
  now.mockReturnValue(9_000);
  expect(silence.gaveUp(second, 'SOURCE_DOWN')).toBe(8_000);
  now.mockRestore();
});

test('of one symbol twice: that may be the symbol', () => {
  expect([givesUp(3), givesUp(3)]).toEqual([null, null]);
});

test('a page that comes while a symbol is tried, or between two, breaks the row', () => {
  const first = silence.begin(0);
  silence.pageCame();
  expect([silence.gaveUp(first, 'SOURCE_DOWN'), givesUp(1)]).toEqual([null, null]);
  silence.pageCame();
  expect(givesUp(2)).toBeNull();
});

test.each(['BAD_SYMBOL', 'RATE_LIMITED', 'BAD_RESPONSE', 'AUTH'] as const)(
  '%s is a word of a source that is there, and breaks the row',
  (code) => {
    expect([givesUp(0), givesUp(1, code), givesUp(2)]).toEqual([null, null, null]);
    expect(givesUp(3)).not.toBeNull();
  },
);

test('it stays away for every further symbol', () => {
  givesUp(0);
  expect([givesUp(1), givesUp(2)]).not.toContain(null);
});
