import { collect, start } from '../support/collections';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

const DAY = 86_400_000;
const JANUARY = { from: '2024-01-01T00:00:00.000Z', to: '2024-02-01T00:00:00.000Z', interval: 'ONE_DAY' };
const at = (day: number) => Date.UTC(2024, 0, day);

let service: Service;
/** Ids of the jobs by name. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  service = await Service.open();
  const { quirks, faults } = service.simx;
  quirks.set('SIM-002', { holes: [{ from: at(1), to: at(32) }] });
  quirks.set('SIM-003', { twice: [at(5), at(6)] });
  quirks.set('SIM-004', { offGrid: [at(7)] });
  quirks.set('SIM-005', { reachMs: DAY });
  quirks.set('SIM-007', { holes: [{ from: at(3), to: at(5) }] });
  const collected = async (name: string, ...symbols: string[]) =>
    void (ids[name] = await collect(service, { ...JANUARY, name, symbols }));
  await collected('complete', 'SIM-001');
  await collected('complete with a hole', 'SIM-007');
  await collected('nothing', 'SIM-002');
  await collected('nothing, and complete', 'SIM-002', 'SIM-001');
  await collected('gaps', 'SIM-001', 'SIM-002', 'SIM-003', 'SIM-004');
  await collected('failures', 'SIM-001', 'SIM-003', 'SIM-005');
  const hold = faults.add({ kind: 'hold', symbol: 'SIM-010' });
  ids.held = await start(service, { ...JANUARY, name: 'held', symbols: ['SIM-010', 'SIM-011'], concurrency: 1 });
  await hold.reached(1);
  // The exchange asks for a longer rest than a job waits.
  faults.add({ kind: 'ban', symbol: 'SIM-008', retryAfterSeconds: 3_600, times: 1 });
  ids.failed = await start(service, { ...JANUARY, name: 'failed', symbols: ['SIM-008', 'SIM-009'], concurrency: 1 });
  await eventually(async () => (await job('failed', 'state')).state === 'FAILED');
});
afterAll(() => service.close());

async function job(name: string, fields: string): Promise<Record<string, unknown>> {
  const query = `{ job(id: "${ids[name]}") { ${fields} } }`;
  const { data, errors } = await service.query<{ job: Record<string, unknown> }>(query);
  expect(errors).toBeUndefined();
  return data.job;
}

async function named(filter: string): Promise<string[]> {
  const query = `{ jobs(filter: { ${filter} }) { totalCount nodes { name } } }`;
  const { data, errors } = await service.query<{ jobs: { totalCount: number; nodes: { name: string }[] } }>(query);
  expect(errors).toBeUndefined();
  expect(data.jobs.totalCount).toBe(data.jobs.nodes.length);
  return data.jobs.nodes.map(({ name }) => name).reverse();
}

test.each([
  ['complete', 'COMPLETE', 0],
  ['complete with a hole', 'COMPLETE', 0],
  ['nothing', 'NOTHING_COLLECTED', 0],
  ['nothing, and complete', 'COMPLETE', 0],
  ['gaps', 'WITH_GAPS', 2],
  ['failures', 'WITH_FAILURES', 2],
  ['failed', null, 1],
])('the job "%s" has the verdict %s, and %d symbols with gaps', async (name, verdict, symbolsWithGaps) => {
  expect(await job(name, 'verdict symbolsWithGaps')).toEqual({ verdict, symbolsWithGaps });
});

test('the event COMPLETED says the verdict, no other does', async () => {
  const { events } = (await job('gaps', 'events { nodes { type verdict } }')) as {
    events: { nodes: { type: string; verdict: string | null }[] };
  };
  const completed = { type: 'COMPLETED', verdict: 'WITH_GAPS' };
  expect(events.nodes.filter(({ verdict }) => verdict !== null)).toEqual([completed]);
  expect(events.nodes.at(-1)).toEqual(completed);
});

test('symbols with gaps are listed and counted, those without likewise', async () => {
  const page = '{ totalCount nodes { symbol state missing rows error { code } } }';
  const fields = `withGaps: symbols(withGaps: true) ${page} withoutGaps: symbols(withGaps: false) ${page}
    all: symbols(withGaps: null) { totalCount } succeeded: symbols(withGaps: false, states: [SUCCEEDED]) { totalCount }
    empty: symbols(withGaps: false, states: [EMPTY]) { totalCount } first: symbols(withGaps: true, first: 1) { totalCount nodes { symbol } }`;
  expect(await job('gaps', fields)).toEqual({
    withGaps: {
      totalCount: 2,
      nodes: [
        { symbol: 'SIM-003', state: 'SUCCEEDED', missing: 2, rows: 29, error: null },
        { symbol: 'SIM-004', state: 'SUCCEEDED', missing: 1, rows: 30, error: null },
      ],
    },
    withoutGaps: {
      totalCount: 2,
      nodes: [
        { symbol: 'SIM-001', state: 'SUCCEEDED', missing: 0, rows: 0, error: null },
        { symbol: 'SIM-002', state: 'EMPTY', missing: 0, rows: 0, error: null },
      ],
    },
    all: { totalCount: 4 },
    succeeded: { totalCount: 1 },
    empty: { totalCount: 1 },
    first: { totalCount: 2, nodes: [{ symbol: 'SIM-003' }] },
  });
});

test('what lies beyond the reach of the source has failed, all of it is missing', async () => {
  const fields = `symbols(withGaps: true, errorCode: "HISTORY_UNAVAILABLE") { totalCount nodes { symbol state missing error { code message } } }
    failures { code count } other: symbols(withGaps: true, errorCode: "BAD_SYMBOL") { totalCount }`;
  expect(await job('failures', fields)).toEqual({
    symbols: {
      totalCount: 1,
      nodes: [
        {
          ...{ symbol: 'SIM-005', state: 'FAILED', missing: 31 },
          error: { code: 'HISTORY_UNAVAILABLE', message: expect.stringMatching(/./) as string },
        },
      ],
    },
    failures: [{ code: 'HISTORY_UNAVAILABLE', count: 1 }],
    other: { totalCount: 0 },
  });
});

test('symbols in flight count as those without gaps', async () => {
  const page = '{ totalCount nodes { symbol } }';
  const fields = `active: symbols(withGaps: false, states: [ACTIVE]) ${page} pending: symbols(withGaps: false, states: [PENDING]) ${page}`;
  expect(await job('held', fields)).toEqual({
    active: { totalCount: 1, nodes: [{ symbol: 'SIM-010' }] },
    pending: { totalCount: 1, nodes: [{ symbol: 'SIM-011' }] },
  });
});

test.each<[string, string[]]>([
  ['verdicts: [COMPLETE]', ['complete', 'complete with a hole', 'nothing, and complete']],
  ['verdicts: [NOTHING_COLLECTED, WITH_GAPS]', ['nothing', 'gaps']],
  ['verdicts: [WITH_FAILURES]', ['failures']],
  ['verdicts: []', []],
  ['needsAttention: true', ['nothing', 'gaps', 'failures', 'failed']],
  ['needsAttention: false', ['complete', 'complete with a hole', 'nothing, and complete', 'held']],
  ['needsAttention: true, states: [FAILED]', ['failed']],
  ['needsAttention: true, verdicts: [COMPLETE]', []],
  ['needsAttention: true, verdicts: [WITH_GAPS, COMPLETE]', ['gaps']],
  ['needsAttention: true, hasFailures: false', ['nothing', 'gaps']],
  ['needsAttention: null, verdicts: null, nameContains: "fail"', ['failures', 'failed']],
])('%s lists %j', async (filter, names) => {
  expect(await named(filter)).toEqual(names);
});

test.each<[string, string[]]>([
  ['verdicts: [WITH_GAPS]', ['gaps COMPLETED WITH_GAPS']],
  ['verdicts: [COMPLETE]', ['complete COMPLETED COMPLETE']],
  ['needsAttention: true', ['gaps COMPLETED WITH_GAPS', 'nothing COMPLETED NOTHING_COLLECTED']],
])('a subscription with the filter %s tells of those jobs only', async (filter, expected) => {
  const seen = new Set<string>();
  const query = `subscription { jobsUpdated(filter: { ${filter}, nameContains: "live" }) { name state verdict } }`;
  const stream = service.subscribe<{ jobsUpdated: { name: string; state: string; verdict: string } }>(query);
  const reading = (async () => {
    for await (const { data } of stream) {
      const { name, state, verdict } = data.jobsUpdated;
      seen.add(`${name.replace('live ', '')} ${state} ${verdict}`);
    }
  })();
  // Nothing signals that a subscription has begun: collect until all of them are delivered.
  await eventually(
    async () => {
      await collect(service, { ...JANUARY, name: 'live complete', symbols: ['SIM-001'] });
      await collect(service, { ...JANUARY, name: 'live gaps', symbols: ['SIM-001', 'SIM-003'] });
      await collect(service, { ...JANUARY, name: 'live nothing', symbols: ['SIM-002'] });
      return expected.every((each) => seen.has(each));
    },
    { timeoutMs: 20_000 },
  );
  expect([...seen].sort()).toEqual(expected);
  await stream.return?.();
  await reading;
});
