import { MAX_REST_MS } from '../../../src/domain/source-failure';
import { readRetryAfter } from '../../../src/sources/http/retry-after';

const now = Date.UTC(1994, 10, 6, 8, 49, 0);

it.each([
  ['0', 0],
  ['120', 120_000],
  [' 5 ', 5_000],
  ['99999999999', MAX_REST_MS],
  ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
  ['Sun Nov  6 08:49:37 1994', 37_000],
  ['Sun, 06 Nov 1994 08:00:00 GMT', 0],
  ['Sat, 06 Nov 2094 08:49:37 GMT', MAX_REST_MS],
])('%s', (header, expected) => {
  expect(readRetryAfter(header, now)).toBe(expected);
});

it.each(['', '-1', '1.5', '1e3', 'soon', '2024-01-01', '<seconds>', 'Sun, 99 Nov 1994 08:49:37 GMT'])(
  'ignores %j',
  (header) => {
    expect(readRetryAfter(header, now)).toBeUndefined();
  },
);

it('takes the first of several', () => {
  expect(readRetryAfter(['3', '9'], now)).toBe(3_000);
  expect(readRetryAfter(undefined, now)).toBeUndefined();
});
