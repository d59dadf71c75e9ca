import { INTERVAL_MS, type Bar } from '../../src/domain/bar';
import type { CollectionJob, CollectMode } from '../../src/domain/collection-job';
import { MAX_DIFFERENCES } from '../../src/domain/series/difference';
import { eventually } from '../support/eventually';
import { Harness } from '../support/harness';
import { barAt, type HeldCall } from '../support/held-source';

const MINUTE = INTERVAL_MS.ONE_MINUTE;
const START = Date.UTC(2024, 0);
const at = (minute: number) => START + minute * MINUTE;

let harness: Harness;
/** What the source has, by minutes since the start of 2024. */
let market: Map<number, string>;
beforeEach(async () => {
  harness = await Harness.open();
  market = new Map(Array.from({ length: 9 }, (_, minute) => [minute, '1.50']));
  harness.source.onFetch = answer;
});
afterEach(() => harness.close());

function answer(call: HeldCall): void {
  const { from, to } = call.request;
  const minutes = [...market].filter(([minute]) => at(minute) >= from && at(minute) < to).sort(([a], [b]) => a - b);
  const bars = minutes.map(([minute, price]) => barAt(at(minute), price));
  const page = { quarantined: [], outOfReach: null, next: null, asOf: Date.now() };
  call.answerWith({ ...page, bars, answered: { from, to } });
}

async function run(mode: CollectMode, from: number, to: number): Promise<CollectionJob> {
  const draft = { from: new Date(at(from)), to: new Date(at(to)), interval: 'ONE_MINUTE', mode } as const;
  return harness.becomes((await harness.start(1, draft)).id, 'COMPLETED');
}

const asked = () =>
  harness.source.calls.splice(0).map(({ request: { from, to } }) => [(from - START) / MINUTE, (to - START) / MINUTE]);
const shown = (bar: Bar | null) => bar && { minute: (bar.time - START) / MINUTE, open: bar.open };
const series = async () => (await harness.core.reader.series({}, null, 1))[0]!;
async function stored(): Promise<(readonly [number, string])[]> {
  const filter = { source: 'held', symbol: 'S0', interval: 'ONE_MINUTE', from: null, to: null } as const;
  const bars = await harness.core.reader.bars(filter, null, 20_000);
  return bars.map(({ time, open }) => [(time - START) / MINUTE, open]);
}
async function differences(jobId: string) {
  const found = await harness.core.reader.differences(jobId, null, 20_000);
  return found.map(({ symbol, time, stored: has, offered }) => {
    return { symbol, minute: (time - START) / MINUTE, stored: shown(has)?.open, offered: shown(offered)?.open };
  });
}

/** One bar has another price, one is no longer there, and one has appeared. */
function change(): void {
  market.set(2, '1.60').delete(4);
  market.set(5, '1.50');
}

test('VERIFY asks for what is covered, says what differs, and changes nothing', async () => {
  market.delete(5);
  await run('MISSING', 0, 9);
  change();
  const before = await stored();
  const known = await series();
  asked();
  const job = await run('VERIFY', -3, 12);
  expect(asked()).toEqual([[0, 9]]);
  expect(await differences(job.id)).toEqual([
    { symbol: 'S0', minute: 2, stored: '1.50', offered: '1.60' },
    { symbol: 'S0', minute: 4, stored: '1.50', offered: undefined },
    { symbol: 'S0', minute: 5, stored: undefined, offered: '1.50' },
  ]);
  expect(job).toMatchObject({ differences: 3, revised: 0, barsAlreadyThere: 0, progress: { succeeded: 1, rows: 0 } });
  // The rest of the window is not collected.
  expect(job.verdict).toBe('WITH_GAPS');
  expect(await stored()).toEqual(before);
  expect(await series()).toEqual(known);
});

test('REFRESH replaces bars and keeps what they were; what the source no longer has stays and is reported', async () => {
  market.delete(5);
  await run('MISSING', 0, 9);
  change();
  const job = await run('REFRESH', 0, 9);
  expect(job).toMatchObject({ revised: 1, differences: 1, verdict: 'COMPLETE' });
  expect(await differences(job.id)).toEqual([{ symbol: 'S0', minute: 4, stored: '1.50', offered: undefined }]);
  const prices = Array.from({ length: 9 }, (_, minute) => [minute, minute === 2 ? '1.60' : '1.50']);
  expect(await stored()).toEqual(prices);
  market.set(2, '1.6');
  expect(await run('REFRESH', 0, 9)).toMatchObject({ revised: 0 });
  market.set(2, '1.70');
  const last = await run('REFRESH', 0, 9);
  const { id } = await series();
  expect(await harness.core.reader.countRevisions(id)).toBe(2);
  const [second, first] = await harness.core.reader.revisions(id, null, 10);
  expect([shown(first!.before), shown(first!.after)]).toEqual([
    { minute: 2, open: '1.50' },
    { minute: 2, open: '1.60' },
  ]);
  expect(first).toMatchObject({ jobId: job.id, time: at(2) });
  expect(second).toMatchObject({ jobId: last.id, before: { open: '1.60' }, after: { open: '1.70' } });
  expect(await harness.core.reader.revisions(id, second!.id, 10)).toEqual([first]);
});

test('a job counts all differences and lists the first ones', async () => {
  const count = MAX_DIFFERENCES + 50;
  market = new Map(Array.from({ length: count }, (_, minute) => [minute, '1.50']));
  await run('MISSING', 0, count);
  market = new Map();
  const job = await run('VERIFY', 0, count);
  expect(job.differences).toBe(count);
  const found = await differences(job.id);
  expect(found).toHaveLength(MAX_DIFFERENCES);
  expect(found.map(({ minute }) => minute)).toEqual(Array.from({ length: MAX_DIFFERENCES }, (_, minute) => minute));
  // The bars of a symbol that has some are not EMPTY: VERIFY proves nothing.
  expect(job.progress).toMatchObject({ succeeded: 1, empty: 0 });
});

test('what is compared is what is stored once the series is locked', async () => {
  await run('MISSING', 0, 9);
  market.set(2, '1.60');
  const database = harness.database.source;
  const other = database.createQueryRunner();
  await other.startTransaction();
  await other.query('SELECT FROM series FOR UPDATE');
  await other.query('UPDATE bar SET open = 1.60, high = 1.60, low = 1.60, close = 1.60 WHERE time = $1', [
    new Date(at(2)),
  ]);
  const draft = { from: new Date(at(0)), to: new Date(at(9)), interval: 'ONE_MINUTE', mode: 'VERIFY' } as const;
  const { id } = await harness.start(1, draft);
  await eventually(async () => {
    const [{ n }] = await database.query<[{ n: number }]>(
      `SELECT count(*)::integer AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    return n > 0;
  });
  await other.commitTransaction();
  await other.release();
  const job = await harness.becomes(id, 'COMPLETED');
  expect(await differences(job.id)).toEqual([]);
});
