import fc from 'fast-check';
import { Client } from 'pg';
import { INTERVAL_MS } from '../../src/domain/bar';
import { extentOf, type Gap, type GapReason } from '../../src/domain/series/gap';
import type { Series } from '../../src/domain/series/series';
import { setOf, type TimeRange } from '../../src/domain/series/time-range';
import { multirangeOf } from '../../src/persistence/series/coverage-sql';
import { Harness } from '../support/harness';
import { countStretches, insertSeries } from '../support/series';

const MINUTE = INTERVAL_MS.ONE_MINUTE;
/** Just before the end of a stretch of 1,000 minutes. */
const START = Math.floor(Date.UTC(2024, 0) / (1_000 * MINUTE)) * 1_000 * MINUTE + 990 * MINUTE;
const MINUTES = 3_500;

/** For each minute of a series: whether it has a bar, and what is known of it. */
interface Minutes {
  readonly hasBar: readonly boolean[];
  readonly known: readonly (keyof typeof SETS | null)[];
}

const SETS = { covered: 'COVERED', out_of_reach: 'OUT_OF_REACH', quarantined: 'QUARANTINED' } as const;

let harness: Harness;
let series = 0;
beforeEach(async () => void (harness = await Harness.open()));
afterEach(() => harness.close());

/** Few, long stretches with and without bars, and some single minutes. */
function runs<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  const length = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 400, max: 1_600 }));
  return fc
    .array(fc.tuple(value, length), { minLength: 4, maxLength: 40 })
    .map((all) => all.flatMap(([each, count]) => new Array<T>(count).fill(each)))
    .map((all) => Array.from({ length: MINUTES }, (_, n) => all[n % all.length]!));
}

/** Nearly all minutes: long stretches with bars that lack one or two. */
const nearlyAll = fc
  .array(fc.tuple(fc.integer({ min: 300, max: 1_600 }), fc.integer({ min: 1, max: 2 })), { minLength: 1, maxLength: 9 })
  .map((all) =>
    all.flatMap(([bars, none]) => [...new Array<boolean>(bars).fill(true), ...new Array<boolean>(none).fill(false)]),
  )
  .map((all) => Array.from({ length: MINUTES }, (_, n) => all[n % all.length]!));

const minutes: fc.Arbitrary<Minutes> = fc.record({
  hasBar: fc.oneof(runs(fc.boolean()), nearlyAll),
  known: runs(fc.constantFrom('covered' as const, 'covered' as const, 'out_of_reach', 'quarantined', null)),
});

const at = (minute: number) => START + minute * MINUTE;

async function stored({ hasBar, known }: Minutes): Promise<Series> {
  const source = harness.database.source;
  const id = await insertSeries(source, 'held', `G${series++}`, 'ONE_MINUTE');
  const offsets = hasBar.flatMap((has, minute) => (has ? [minute] : []));
  await source.query(
    `INSERT INTO bar (series_id, time, open, high, low, close, volume)
     SELECT $1, to_timestamp($2::double precision / 1000) + n * interval '1 minute', 1, 1, 1, 1, 1
       FROM unnest($3::integer[]) n`,
    [id, START, offsets],
  );
  await countStretches(source, id);
  const setOfAll = (name: keyof typeof SETS) =>
    multirangeOf(
      setOf(known.flatMap((set, minute) => (set === name ? [{ from: at(minute), to: at(minute + 1) }] : []))),
    );
  const [first, last] = [offsets[0], offsets.at(-1)].map((n) => (n === undefined ? null : new Date(at(n))));
  await source.query(
    `UPDATE series SET covered = $2, out_of_reach = $3, quarantined = $4, bars = $5, first_bar = $6, last_bar = $7,
                       updated_at = now() WHERE id = $1`,
    [id, setOfAll('covered'), setOfAll('out_of_reach'), setOfAll('quarantined'), offsets.length, first, last],
  );
  return (await harness.core.reader.oneSeries(id))!;
}

/** What the gaps must be, minute by minute. */
function expected({ hasBar, known }: Minutes, { from, to }: TimeRange): Gap[] {
  const firstBar = hasBar.indexOf(true);
  const gaps: { from: number; to: number; bars: number; reason: GapReason }[] = [];
  for (let time = from; time < to; time += MINUTE) {
    const minute = (time - START) / MINUTE;
    if (hasBar[minute]) continue;
    const set = known[minute] ?? null;
    const isBefore = minute < firstBar;
    const proved = isBefore ? 'BEFORE_LISTING' : 'SOURCE_HAS_NONE';
    const reason = set === null ? 'NOT_COLLECTED' : set === 'covered' ? proved : SETS[set];
    const last = gaps.at(-1);
    if (last?.to === time && last.reason === reason) Object.assign(last, { to: time + MINUTE, bars: last.bars + 1 });
    else gaps.push({ from: time, to: time + MINUTE, bars: 1, reason });
  }
  return gaps;
}

test('the gaps of a series are its times without a bar, for the reasons that are known, in pages of any size', async () => {
  const range = fc
    .tuple(fc.nat(MINUTES), fc.nat(MINUTES))
    .map((ends) => ({ from: at(Math.min(...ends)), to: at(Math.max(...ends)) }));
  const property = fc.asyncProperty(minutes, range, fc.integer({ min: 1, max: 50 }), async (all, within, limit) => {
    const found = await stored(all);
    const gaps: Gap[] = [];
    for (let { from } = within; ; from = gaps.at(-1)!.to) {
      const page = await harness.core.reader.gaps(found, { from, to: within.to }, limit);
      gaps.push(...page);
      if (page.length < limit) break;
    }
    expect(gaps).toEqual(expected(all, within));
    const whole = extentOf(found);
    if (whole) expect(await harness.core.reader.gaps(found, whole, MINUTES)).toEqual(expected(all, whole));
  });
  await fc.assert(property, { numRuns: 25, endOnFailure: true });
});

test('gaps of a job for one reason ask for no symbol that has none for it', async () => {
  const job = await harness.start(300, { mode: 'MISSING' });
  const queries = jest.spyOn(Client.prototype, 'query');
  const asked = () =>
    queries.mock.calls.filter(([query]) => (query as unknown as { name?: string }).name === 'missing_ranges').length;
  expect(await harness.core.reader.jobGaps({ job, reasons: ['QUARANTINED', 'SOURCE_HAS_NONE'] }, null, 100)).toEqual(
    [],
  );
  expect(asked()).toBe(0);
  const found = await harness.core.reader.jobGaps({ job, reasons: ['NOT_COLLECTED'] }, null, 2);
  expect(found).toMatchObject([
    { symbol: 'S0', position: 0, bars: 744, reason: 'NOT_COLLECTED' },
    { symbol: 'S1', position: 1, bars: 744, reason: 'NOT_COLLECTED' },
  ]);
  expect(asked()).toBe(2);
  queries.mockRestore();
});
