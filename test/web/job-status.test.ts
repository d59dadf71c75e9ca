import type { Verdict } from '../../web/src/generated/graphql';
import { share } from '../../web/src/ui/format';
import { barParts, failureWords, lackWords, lookOf, stateWords } from '../../web/src/ui/job-status';

describe('a share in per cent', () => {
  test.each([
    [29, 100, '29%'],
    [57, 100, '57%'],
    [58, 100, '58%'],
    [1, 3, '33%'],
    [2, 3, '66%'],
    [99_999, 100_000, '99%'],
    [100_000, 100_000, '100%'],
    [1, 100_000, '<1%'],
    [0, 100_000, '0%'],
    [0, 0, '0%'],
  ])('%d of %d is %s', (part, whole, words) => expect(share(part, whole)).toBe(words));

  test('is rounded down exactly, is 100 % of all only and 0 % of nothing only, whatever the numbers', () => {
    const wrong: string[] = [];
    for (let whole = 1; whole <= 400; whole++) {
      for (let part = 0; part <= whole; part++) {
        const exact = (BigInt(part) * 100n) / BigInt(whole);
        const words = share(part, whole);
        const isRight = words === (exact === 0n && part > 0 ? '<1%' : `${exact}%`);
        const areEndsRight = (words === '100%') === (part === whole) && (words === '0%') === (part === 0);
        if (!isRight || !areEndsRight) wrong.push(`${part} of ${whole}: ${words}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('a job with failed symbols', () => {
  const job = (state: 'RUNNING' | 'PAUSED' | 'COMPLETED' | 'FAILED', failed: number) => ({
    state,
    settled: false,
    progress: { failed },
  });

  test('says how many in words, and what they are where the job itself has failed', () => {
    expect(failureWords(job('COMPLETED', 2_002))).toBe('2,002 failed');
    expect(failureWords(job('RUNNING', 1))).toBe('1 failed');
    expect(failureWords(job('FAILED', 12))).toBe('12 symbols failed');
    expect(failureWords(job('FAILED', 1))).toBe('1 symbol failed');
    expect(failureWords(job('COMPLETED', 0))).toBeNull();
  });

  test('is called by its state, draining or not', () => {
    expect(stateWords(job('COMPLETED', 3))).toBe('Completed');
    expect(stateWords(job('PAUSED', 3))).toBe('Paused, draining');
    expect(stateWords({ ...job('PAUSED', 3), settled: true })).toBe('Paused');
  });

  test('has them in its bar, behind what succeeded, up to what is done', () => {
    expect(barParts({ done: 50, failed: 0, total: 100 })).toEqual({ good: 0.5, failed: null });
    expect(barParts({ done: 75, failed: 25, total: 100 })).toEqual({ good: 0.5, failed: [0.5, 0.75] });
    expect(barParts({ done: 100, failed: 100, total: 100 })).toEqual({ good: 0, failed: [0, 1] });
  });

  test.each([
    [1, 1],
    [50_000, 1],
    [100_000, 1],
    [100_000, 2],
  ])('shows a failure among %d done of 100,000, %d of them failed', (done, failed) => {
    const [from, to] = barParts({ done, failed, total: 100_000 }).failed!;
    expect(to - from).toBeGreaterThanOrEqual(0.00999);
    expect(from).toBeGreaterThanOrEqual(0);
    expect(to).toBeLessThanOrEqual(1);
  });
});

describe('a job that is COMPLETED', () => {
  const job = (verdict: Verdict | null, failed = 0) =>
    ({ state: 'COMPLETED', settled: true, verdict, symbolsWithGaps: 1_200, progress: { failed } }) as const;

  test.each([
    ['COMPLETE', 0, 'completed', null],
    ['WITH_GAPS', 0, 'gappy', '1,200 with gaps'],
    ['WITH_FAILURES', 3, 'flawed', null],
    ['NOTHING_COLLECTED', 0, 'nothing', 'nothing collected'],
    [null, 0, 'completed', null],
  ] as const)('looks like its verdict, and says it: %s', (verdict, failed, look, words) => {
    expect(lookOf(job(verdict, failed))).toBe(look);
    expect(lackWords(job(verdict, failed))).toBe(words);
  });

  test('is the only one with a verdict: any other looks like its state', () => {
    expect(lookOf({ ...job(null, 3), state: 'RUNNING' })).toBe('running');
    expect(lookOf({ ...job(null, 3), state: 'FAILED' })).toBe('failed');
  });
});
