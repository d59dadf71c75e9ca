import type { Page } from '../../src/application/ports/data-source';
import { INTERVAL_MS } from '../../src/domain/bar';
import { ASKABLE_REASONS } from '../../src/domain/series/gap';
import type { CollectionJob } from '../../src/domain/collection-job';
import type { JobDraft } from '../../src/application/ports/collection-job-repository';
import { eventually } from '../support/eventually';
import { ACTOR, Harness } from '../support/harness';
import { barAt, type HeldCall, type HeldSource } from '../support/held-source';

const HOUR = INTERVAL_MS.ONE_HOUR;
const START = Date.UTC(2024, 0);
const at = (hour: number) => START + hour * HOUR;
const date = (hour: number) => new Date(at(hour));

/** What a job asks for, and what it proves. Times are hours since the start of 2024. */
let harness: Harness;
let source: HeldSource;
beforeEach(async () => {
  harness = await Harness.open();
  ({ source } = harness);
  source.onFetch = perfectly;
});
afterEach(() => harness.close());

/** Answers with every bar, three a page. */
function perfectly(call: HeldCall): void {
  const { from, to } = call.request;
  const count = Math.min(3, (to - from) / HOUR);
  const bars = Array.from({ length: count }, (_, n) => barAt(from + n * HOUR, '1.50'));
  call.answer(bars, from + count * HOUR < to ? 'MORE' : 'LAST');
}

/** Answers the whole request in one page. */
function answer(call: HeldCall, page: Partial<Page>): void {
  const { from, to } = call.request;
  const empty = { bars: [], quarantined: [], answered: { from, to }, outOfReach: null, next: null, asOf: Date.now() };
  call.answerWith({ ...empty, ...page });
}

async function collected(from: number, to: number, more: Partial<JobDraft> = {}): Promise<CollectionJob> {
  const draft = { from: date(from), to: date(to), mode: 'MISSING', ...more } as const;
  return harness.becomes((await harness.start(1, draft)).id, 'COMPLETED');
}

/** Returns the hours that were asked for since the last call of this function, as [from, to]. */
function asked(): [number, number][] {
  return source.calls.splice(0).map(({ request: { from, to } }) => [(from - START) / HOUR, (to - START) / HOUR]);
}

async function sets(): Promise<Record<string, string>> {
  const hours = (column: string) =>
    `(SELECT string_agg(concat_ws('-', extract(epoch FROM lower(r) - '2024-01-01Z') / 3600,
                                       extract(epoch FROM upper(r) - '2024-01-01Z') / 3600), ' ' ORDER BY r)
        FROM unnest(${column}) r) AS ${column}`;
  const [row] = await harness.database.source.query<[Record<string, string>]>(
    `SELECT ${['covered', 'out_of_reach', 'quarantined'].map(hours).join()}, bars::integer FROM series WHERE symbol = 'S0'`,
  );
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(/\.0+\b/g, '') : value,
    ]),
  );
}

test('the same collection once more asks for nothing, and says what was there', async () => {
  expect(await collected(0, 6)).toMatchObject({ verdict: 'COMPLETE', barsAlreadyThere: 0, progress: { rows: 6 } });
  expect(asked()).toEqual([
    [0, 6],
    [3, 6],
  ]);
  const again = await collected(0, 6);
  expect(asked()).toEqual([]);
  expect(again).toMatchObject({ verdict: 'COMPLETE', barsAlreadyThere: 6, progress: { succeeded: 1, rows: 0 } });
  expect(await sets()).toMatchObject({ covered: '0-6', bars: 6 });
});

test('a window that overlaps asks for the difference, at either end and in the middle', async () => {
  await collected(0, 3);
  await collected(9, 12);
  asked();
  expect(await collected(-3, 15)).toMatchObject({ barsAlreadyThere: 6, progress: { rows: 12 }, verdict: 'COMPLETE' });
  expect(asked()).toEqual([
    [-3, 0],
    [3, 9],
    [6, 9],
    [12, 15],
  ]);
});

test('missing ranges that are closer to each other than a page are asked for together', async () => {
  await collected(2, 4);
  await collected(7, 10);
  asked();
  expect(await collected(0, 12)).toMatchObject({ barsAlreadyThere: 4, progress: { rows: 8 }, verdict: 'COMPLETE' });
  // From 2 to 4 is less than a page of three bars, from 7 to 10 is a page.
  expect(asked()).toEqual([
    [0, 7],
    [4, 7],
    [10, 12],
  ]);
});

test('REFRESH asks for all of it', async () => {
  await collected(0, 3);
  asked();
  expect(await collected(0, 3, { mode: 'REFRESH' })).toMatchObject({ barsAlreadyThere: 0, progress: { rows: 3 } });
  expect(asked()).toEqual([[0, 3]]);
});

test('what another job has collected meanwhile is not asked for any more', async () => {
  source.onFetch = () => undefined;
  const draft = { from: date(0), to: date(3), mode: 'MISSING', concurrency: 1 } as const;
  const [one, other] = [await harness.start(2, draft), await harness.start(2, draft)];
  await eventually(() => source.symbolsAsked.length === 2);
  perfectly(source.calls[0]!);
  perfectly(await source.called('S1'));
  const first = await Promise.race([one, other].map(({ id }) => harness.becomes(id, 'COMPLETED')));
  // What was read about S1 at the start of the job counts for a moment only.
  const now = performance.now.bind(performance);
  const later = jest.spyOn(performance, 'now').mockImplementation(() => now() + 1_000);
  // The page that was in flight at both was asked for twice.
  perfectly(source.calls[1]!);
  const second = await harness.becomes(first.id === one.id ? other.id : one.id, 'COMPLETED');
  expect(source.symbolsAsked).toEqual(['S0', 'S0', 'S1']);
  expect(second).toMatchObject({ verdict: 'COMPLETE', barsAlreadyThere: 3, progress: { succeeded: 2 } });
  later.mockRestore();
});

test('an empty page proves nothing until a second one says the same', async () => {
  let empty = 1;
  source.onFetch = (call) => (empty-- > 0 ? answer(call, {}) : perfectly(call));
  expect(await collected(0, 3)).toMatchObject({ verdict: 'COMPLETE', progress: { succeeded: 1, rows: 3 } });
  source.onFetch = (call) => answer(call, {});
  expect(await collected(3, 6)).toMatchObject({ verdict: 'NOTHING_COLLECTED', progress: { empty: 1 } });
  expect(asked()).toEqual([
    [0, 3],
    [0, 3],
    [3, 6],
    [3, 6],
  ]);
  expect(await sets()).toMatchObject({ covered: '0-6' });
  // Whoever has collected it: the window holds bars.
  expect(await collected(0, 6)).toMatchObject({ verdict: 'COMPLETE', progress: { succeeded: 1 }, barsAlreadyThere: 3 });
});

test('an empty page proves no more than the one before it has said', async () => {
  const reach = at(2);
  let first = true;
  source.onFetch = (call) => {
    const { to } = call.request;
    const knows = { answered: { from: reach, to }, outOfReach: { from: at(0), to: reach } };
    answer(call, first ? knows : {});
    first = false;
  };
  await collected(0, 3);
  expect(await sets()).toMatchObject({ covered: '2-3', out_of_reach: '0-2' });
});

test('bars that close during the turn of a symbol are not asked for: it would never end', async () => {
  const minute = INTERVAL_MS.ONE_MINUTE;
  const begin = Math.floor(Date.now() / minute) * minute;
  const window = { from: new Date(begin - 60 * minute), to: new Date(begin + 60 * minute) };
  source.onFetch = () => undefined;
  const { id } = await harness.start(1, { ...window, interval: 'ONE_MINUTE', mode: 'MISSING' });
  const first = await source.called('S0');
  const clock = jest.spyOn(Date, 'now').mockReturnValue(begin + 5 * minute);
  source.onFetch = (call) => answer(call, {});
  answer(first, {});
  while ((await harness.job(id)).state !== 'COMPLETED') await new Promise(setImmediate);
  clock.mockRestore();
  const ranges = source.calls.map(({ request: { from, to } }) => [from, to]);
  expect(ranges).toEqual([ranges[0], ranges[0]]);
});

test('a row that is no bar is kept aside; its time is a gap, and is asked for again by a retry only', async () => {
  const row = { time: at(1), row: '[1,2,3]', flaw: 'is no bar' };
  source.onFetch = (call) => answer(call, { bars: [barAt(at(0), '1.5'), barAt(at(2), '1.5')], quarantined: [row] });
  const job = await collected(0, 3);
  expect(job).toMatchObject({ verdict: 'WITH_GAPS', symbolsWithGaps: 1, progress: { succeeded: 1, rows: 2 } });
  expect(await sets()).toMatchObject({ covered: '0-1 2-3', quarantined: '1-2', bars: 2 });
  expect(await harness.database.source.query('SELECT row, flaw FROM quarantined_row')).toEqual([
    { row: '[1,2,3]', flaw: 'is no bar' },
  ]);
  asked();
  expect(await collected(0, 3)).toMatchObject({ verdict: 'WITH_GAPS', symbolsWithGaps: 1, barsAlreadyThere: 2 });
  expect(asked()).toEqual([]);
  source.onFetch = perfectly;
  expect(await collected(0, 3, { asksFor: ASKABLE_REASONS })).toMatchObject({
    verdict: 'COMPLETE',
    progress: { rows: 1 },
  });
  expect(asked()).toEqual([[1, 2]]);
  expect(await sets()).toMatchObject({ covered: '0-3', quarantined: null, bars: 3 });
});

test('what is out of reach from end to end has failed; in part, it is a gap; neither is asked for again', async () => {
  const reach = at(3);
  source.onFetch = (call) => {
    const { from, to } = call.request;
    const begin = Math.min(Math.max(from, reach), to);
    const bars = Array.from({ length: (to - begin) / HOUR }, (_, n) => barAt(begin + n * HOUR, '1.5'));
    answer(call, { bars, answered: { from: begin, to }, outOfReach: begin > from ? { from, to: begin } : null });
  };
  const failed = await collected(0, 2);
  expect(failed).toMatchObject({ verdict: 'WITH_FAILURES', progress: { failed: 1 } });
  const [symbol] = await harness.core.reader.symbols({ jobId: failed.id, states: null, active: [] }, -1, 1);
  expect(symbol).toMatchObject({ error: { code: 'HISTORY_UNAVAILABLE' }, missing: 2, attempts: 1 });
  expect(await collected(0, 6)).toMatchObject({ verdict: 'WITH_GAPS', progress: { succeeded: 1, rows: 3 } });
  asked();
  expect(await collected(0, 2)).toMatchObject({ verdict: 'WITH_FAILURES', progress: { failed: 1 } });
  expect(asked()).toEqual([]);
  const retried = await harness.core.retryFailed.execute(failed.id, ACTOR);
  expect(await harness.becomes(retried.id, 'COMPLETED')).toMatchObject({ verdict: 'WITH_FAILURES' });
  expect(asked()).toEqual([[0, 2]]);
});

test('the tail proves nothing: what is younger than three bars is asked for again, behind the last bar', async () => {
  const now = Math.floor((Date.now() - START) / HOUR);
  const hour = (n: number) => now + n;
  source.onFetch = (call) => answer(call, { bars: [barAt(at(hour(-5)), '1.5'), barAt(at(hour(-3)), '1.5')] });
  expect(await collected(hour(-6), hour(5))).toMatchObject({ verdict: 'COMPLETE', progress: { succeeded: 1 } });
  expect(asked()).toEqual([[hour(-6), hour(0)]]);
  expect(await sets()).toMatchObject({ covered: `${hour(-6)}-${hour(-2)}` });
  source.onFetch = (call) => answer(call, { bars: [barAt(call.request.from, '1.5')] });
  await collected(hour(-6), hour(5));
  expect(asked()).toEqual([[hour(-2), hour(0)]]);
});

test('a window of which nothing has closed is asked of nobody', async () => {
  const now = Math.floor((Date.now() - START) / HOUR);
  expect(await collected(now, now + 24)).toMatchObject({ verdict: 'NOTHING_COLLECTED' });
  expect(asked()).toEqual([]);
});
