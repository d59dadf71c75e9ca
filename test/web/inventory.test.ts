import { gapsOf, percentOf, wordsFor } from '../../web/src/inventory/coverage';
import type { Series } from '../../web/src/inventory/series-list';
import { inOrder, orderIn, wordAfterPress } from '../../web/src/inventory/series-order';
import { draftIn, formAddress } from '../../web/src/start/address';

const day = (n: number) => new Date(Date.UTC(2024, 0, n)).toISOString();

/** A series whose covered ranges are given as days of January. */
function series(symbol: string, covered: readonly (readonly [number, number])[] = [], other: Partial<Series> = {}) {
  const ranges = covered.map(([from, to]) => ({ __typename: 'TimeRange' as const, from: day(from), to: day(to) }));
  const rest = { id: symbol, source: 'simx', interval: 'ONE_HOUR', bars: 0, coveredFraction: 0 } as const;
  return { __typename: 'Series', ...rest, symbol, first: null, last: null, covered: ranges, ...other } satisfies Series;
}

test.each([
  [0, '0%'],
  [1, '100%'],
  [0.29, '29%'],
  [0.57, '57%'],
  [0.9999999, '99.9%'],
  [0.00001, '<0.1%'],
  [0.1234, '12.3%'],
])('%d covered is %s', (coveredFraction, words) => expect(percentOf({ coveredFraction })).toBe(words));

test('gaps lie where they are, and the narrowest can be seen', () => {
  expect(gapsOf(series('A', [[1, 3], [6, 11]]))).toEqual([{ from: 0.2, to: 0.5 }]); // prettier-ignore
  const thin = { __typename: 'TimeRange' as const, from: '2024-01-06T00:01:00.000Z', to: day(11) };
  const [gap] = gapsOf({ covered: [...series('A', [[1, 6]]).covered, thin] });
  expect(gap!.to - gap!.from).toBeCloseTo(0.012);
  expect(gapsOf(series('A', [[1, 3]]))).toEqual([]);
  expect(gapsOf(series('A'))).toEqual([]);
});

test('coverage is said in words, the first gaps by their times', () => {
  expect(wordsFor(series('A'))).toBe('Nothing is covered');
  expect(wordsFor(series('A', [[1, 3]]))).toBe('Covered 1 Jan 2024, 00:00 – 3 Jan 2024, 00:00, without gaps');
  const gap = '3 Jan 2024, 00:00 – 4 Jan 2024, 00:00';
  const words = `Covered 1 Jan 2024, 00:00 – 5 Jan 2024, 00:00, with 1 gap: ${gap}`;
  expect(wordsFor(series('A', [[1, 3], [4, 5]]))).toBe(words); // prettier-ignore
  const many = Array.from({ length: 6 }, (_, n) => [2 * n + 1, 2 * n + 2] as const);
  expect(wordsFor(series('A', many))).toMatch(/with 5 gaps: .*; .*; .* and 2 more$/);
  const cut = Array.from({ length: 50 }, (_, n) => [2 * n + 1, 2 * n + 2] as const);
  expect(wordsFor(series('A', cut))).toMatch(/only the first 50 covered ranges are shown$/);
});

test('a header sorts up, then down, then leaves the order to the service', () => {
  const all = [
    series('B', [], { bars: 2, interval: 'ONE_DAY' }),
    series('A', [], { bars: 2, interval: 'ONE_MINUTE' }),
    series('C', [], { bars: 10, interval: 'ONE_HOUR' }),
  ];
  const after = (word: string) => inOrder(all, orderIn(word)).map(({ symbol }) => symbol).join(''); // prettier-ignore
  expect([after(''), after('symbol'), after('-symbol'), after('nonsense')]).toEqual(['BAC', 'ABC', 'CBA', 'BAC']);
  expect([after('bars'), after('-bars'), after('interval')]).toEqual(['BAC', 'CBA', 'ACB']);
  expect(wordAfterPress(null, 'bars')).toBe('bars');
  expect(wordAfterPress(orderIn('symbol'), 'bars')).toBe('bars');
  expect(wordAfterPress(orderIn('bars'), 'bars')).toBe('-bars');
  expect(wordAfterPress(orderIn('-bars'), 'bars')).toBe('');
});

describe('the form, filled in by an address,', () => {
  const source = { __typename: 'Source', kind: 'REAL', description: '', isConfigured: true } as const;
  const sources = ['one', 'two'].map((name) => ({
    ...source,
    name,
    intervals: ['ONE_HOUR' as const, 'ONE_DAY' as const],
  }));
  const read = (address: string) => draftIn(new URL(address, 'http://there').searchParams, sources);

  test('has what the address says, until now', () => {
    const filled = { source: 'two', interval: 'ONE_DAY', symbols: ['A&B', 'C+D'], mode: 'REFRESH' } as const;
    const draft = read(formAddress({ ...filled, from: '2024-01-01T00:00:00.000Z' }));
    const wanted = { source: 'two', interval: 'ONE_DAY', mode: 'REFRESH', symbolsBy: 'paste', pasted: 'A&B\nC+D' };
    expect(draft).toMatchObject({ ...wanted, from: '2024-01-01T00:00' });
    expect(Math.abs(Date.parse(`${draft.to}Z`) - Date.now())).toBeLessThan(120_000);
  });

  test.each(['/new', '/new?source=three&interval=ONE_YEAR&mode=ALL&symbols=+&from=never'])('is new: %s', (address) => {
    const wanted = { source: 'one', interval: 'ONE_HOUR', mode: 'MISSING', symbolsBy: 'pick', pasted: '' };
    expect(read(address)).toMatchObject(wanted);
  });
});
