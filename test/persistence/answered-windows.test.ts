import { monitorEventLoopDelay } from 'node:perf_hooks';
import { INTERVAL_MS } from '../../src/domain/bar';
import { ASKABLE_REASONS } from '../../src/domain/series/gap';
import { Harness, someDraft } from '../support/harness';

const START = Date.UTC(2024, 0);
const HOUR = INTERVAL_MS.ONE_HOUR;
const hours = (from: number, to: number) => ({ from: START + from * HOUR, to: START + to * HOUR });
const WINDOW = hours(0, 1_000);

let harness: Harness;
beforeEach(async () => void (harness = await Harness.open()));
afterEach(() => harness.close());

/** Inserts series S0, S1, …: each with sets of hours from START on, as SQL of its number `n`. */
async function insert(count: number, covered: string, outOfReach = `'{}'`, quarantined = `'{}'`): Promise<void> {
  await harness.database.source.query(
    `INSERT INTO series (source, symbol, interval, covered, out_of_reach, quarantined)
     SELECT 'held', 'S' || n, 'ONE_HOUR', ${covered}, ${outOfReach}, ${quarantined} FROM generate_series(0, ${count - 1}) n`,
  );
}

const at = (hour: string) => `timestamptz '2024-01-01Z' + (${hour}) * interval '1 hour'`;
const set = (from: string, to: string) => `tstzmultirange(tstzrange(${at(from)}, ${at(to)}))`;
const draft = (symbols: number, given = {}) => ({ ...someDraft(symbols), mode: 'MISSING' as const, ...given });
const answered = (symbols: number, given = {}) => harness.core.reader.answered(draft(symbols, given), WINDOW);

test('symbols of which the same is answered within the window are counted together', async () => {
  // Two that differ before the window only, one with other times, and two without a series.
  await insert(3, `CASE n WHEN 2 THEN ${set('5', '9')} ELSE ${set('-1 - n', '4')} END`);
  const { alike, isWhole, coveredMs } = await answered(5);
  expect([...alike].sort((a, b) => b.symbols - a.symbols || b.answered.length - a.answered.length)).toEqual([
    { symbols: 2, answered: [hours(0, 4)] },
    { symbols: 2, answered: [] },
    { symbols: 1, answered: [hours(5, 9)] },
  ]);
  expect({ isWhole, coveredMs }).toEqual({ isWhole: true, coveredMs: 12 * HOUR });
  const others = await answered(5, { source: 'simx' });
  expect(others).toEqual({ alike: [{ symbols: 5, answered: [] }], isWhole: true, coveredMs: 0 });
});

test('what is asked for again is not answered, and is covered nevertheless', async () => {
  await insert(1, set('0', '3'), set('4', '6'), set('8', '9'));
  const of = async (given: object) => {
    const { alike, coveredMs } = await answered(1, given);
    return { answered: alike[0]!.answered, coveredMs };
  };
  const all = [hours(0, 3), hours(4, 6), hours(8, 9)];
  expect(await of({})).toEqual({ answered: all, coveredMs: 3 * HOUR });
  expect(await of({ asksFor: ASKABLE_REASONS })).toEqual({ answered: [hours(0, 3)], coveredMs: 3 * HOUR });
  expect(await of({ asksFor: ['QUARANTINED'] })).toEqual({
    answered: [hours(0, 8), hours(9, 1_000)],
    coveredMs: 3 * HOUR,
  });
  expect(await of({ mode: 'REFRESH' })).toEqual({ answered: [], coveredMs: 3 * HOUR });
  expect(await of({ mode: 'VERIFY' })).toEqual({ answered: [hours(3, 1_000)], coveredMs: 3 * HOUR });
  // A series of which nothing is known.
  expect(await of({ mode: 'VERIFY', symbols: ['S9'] })).toEqual({ answered: [WINDOW], coveredMs: 0 });
});

test('100,000 series that all differ are answered in time, and nothing else waits long', async () => {
  // 100,000 distinct sets of two ranges: more than are read.
  await insert(
    100_000,
    `tstzmultirange(tstzrange(${at('n % 300')}, ${at('301 + n / 300')}), tstzrange(${at('700')}, ${at('800')}))`,
  );
  const delays = monitorEventLoopDelay({ resolution: 5 });
  delays.enable();
  const { alike, isWhole, coveredMs } = await answered(100_000);
  delays.disable();
  expect(isWhole).toBe(false);
  expect(alike.length).toBe(25_001);
  expect(alike.reduce((sum, { symbols }) => sum + symbols, 0)).toBe(100_000);
  expect(alike.find(({ answered: none }) => none.length === 0)).toEqual({ symbols: 75_000, answered: [] });
  const lengths = Array.from({ length: 100_000 }, (_, n) => 301 + Math.floor(n / 300) - (n % 300) + 100);
  expect(coveredMs).toBe(HOUR * lengths.reduce((sum, hours) => sum + hours, 0));
  expect(delays.max / 1e6).toBeLessThan(1_000);
  const estimate = await harness.core.estimate.execute(
    { ...draft(100_000, { to: new Date(WINDOW.to) }), select: null },
    harness.core.reader,
  );
  expect(estimate).toMatchObject({ symbols: 100_000, isExact: false });
});
