import type { JobFilter } from '../../src/application/ports/job-reader';
import { SourceError } from '../../src/domain/source-failure';
import { fits } from '../../src/graphql/live/job-filter';
import { eventually } from '../support/eventually';
import { ENGINES, Harness } from '../support/harness';
import { Service } from '../support/service';

/** PostgreSQL reports its scans when a session becomes idle, and a cluster of three nodes must form first. */
const PATIENT = { timeoutMs: 20_000 };

describe.each(ENGINES)('jobs with failed symbols, collected by: %s', (engine) => {
  let harness: Harness;
  beforeEach(async () => void (harness = await Harness.open({ engine })));
  afterEach(() => harness.close());

  async function named(filter: JobFilter) {
    const all = await harness.core.reader.jobs({}, null, 500);
    const read = await harness.core.reader.jobs(filter, null, 500);
    const names = read.map(({ name }) => name);
    expect(all.filter((job) => fits(job, filter)).map(({ name }) => name)).toEqual(names);
    expect(await harness.core.reader.countJobs(filter)).toBe(names.length);
    return names;
  }

  test('a list and a subscription agree about them, whether they have ended or not', async () => {
    harness.source.onFetch = (call) => {
      if (call.symbol.startsWith('BAD')) call.fail(new SourceError('BAD_SYMBOL', 'never heard of it'));
      if (call.symbol.startsWith('GOOD')) call.answer();
    };
    const clean = await harness.start(['GOOD-1', 'GOOD-2'], { name: 'clean' });
    const spoilt = await harness.start(['GOOD-3', 'BAD-1', 'BAD-2'], { name: 'spoilt' });
    for (const { id } of [clean, spoilt]) await harness.becomes(id, 'COMPLETED');
    await harness.start(['HELD-1'], { name: 'running' });
    const failing = await harness.start(['BAD-3', 'HELD-2'], { name: 'failing' });
    await eventually(async () => (await harness.job(failing.id)).progress.failed === 1);

    expect(await named({ hasFailures: true })).toEqual(['failing', 'spoilt']);
    expect(await named({ hasFailures: false })).toEqual(['running', 'clean']);
    for (const hasFailures of [null, undefined]) expect(await named({ hasFailures })).toHaveLength(4);
    expect(await named({ hasFailures: true, states: ['COMPLETED'] })).toEqual(['spoilt']);
    expect(await named({ hasFailures: true, nameContains: 'clean' })).toEqual([]);
  });
});

test('among thousands of jobs the few with failures are found by their index', async () => {
  const harness = await Harness.open();
  harness.source.onFetch = (call) => call.fail(new SourceError('BAD_SYMBOL', 'never heard of it'));
  const { id } = await harness.start(1, { name: 'spoilt' });
  await harness.becomes(id, 'COMPLETED');
  const { source } = harness.database;
  await source.query(
    `WITH copy AS (
       INSERT INTO collection_job
       SELECT (jsonb_populate_record(job, jsonb_build_object('id', gen_random_uuid(), 'name', 'clean'))).*
         FROM collection_job job, generate_series(1, 5000)
       RETURNING id
     )
     INSERT INTO job_progress
     SELECT (jsonb_populate_record(progress, jsonb_build_object('job_id', copy.id, 'failed', 0, 'succeeded', 1))).*
       FROM job_progress progress, copy`,
  );
  await source.query('ANALYZE');
  const scans = async () => {
    const [found] = await source.query<[{ scans: number }]>(
      `SELECT idx_scan::integer AS scans FROM pg_stat_user_indexes WHERE indexrelname = 'progress_with_failures'`,
    );
    return found.scans;
  };
  await eventually(async () => {
    expect(await harness.core.reader.countJobs({ hasFailures: true })).toBe(1);
    const found = await harness.core.reader.jobs({ hasFailures: true }, null, 100);
    expect(found.map(({ name }) => name)).toEqual(['spoilt']);
    return (await scans()) > 1;
  }, PATIENT);
  expect(await harness.core.reader.countJobs({ hasFailures: false })).toBe(5_000);
  await harness.close();
});

test('a subscription on one node tells of the jobs whose symbols fail on another, and of no others', async () => {
  const api = await Service.open({ NODE_ROLE: 'api' }, true);
  const other = await api.addNode({ NODE_ROLE: 'api' });
  await api.addNode({ NODE_ROLE: 'worker' });
  api.simx.faults.add({ kind: 'unknown-symbol', symbol: 'SIM-002' });
  const start = (name: string, symbols: readonly string[]) =>
    api.query(
      `mutation ($name: String!, $symbols: [String!]!) {
         startCollection(input: { name: $name, source: "simx", symbols: $symbols, interval: ONE_DAY,
           from: "2024-01-01T00:00:00Z", to: "2024-02-01T00:00:00Z" }) { __typename } }`,
      { name, symbols },
    );
  const seen: { name: string; state: string; progress: { failed: number } }[] = [];
  void (async () => {
    const query = 'subscription { jobsUpdated(filter: { hasFailures: true }) { name state progress { failed } } }';
    for await (const { data } of other.subscribe<{ jobsUpdated: (typeof seen)[number] }>(query))
      seen.push(data.jobsUpdated);
  })();
  // Nothing signals that a subscription has begun: start jobs until one of them is delivered.
  await eventually(async () => {
    await start('clean', ['SIM-001']);
    await start('spoilt', ['SIM-001', 'SIM-002']);
    return seen.some(({ state }) => state === 'COMPLETED');
  }, PATIENT);
  expect(new Set(seen.map(({ name }) => name))).toEqual(new Set(['spoilt']));
  expect(new Set(seen.map(({ progress }) => progress.failed))).toEqual(new Set([1]));
  const { data } = await other.query('{ jobs(filter: { hasFailures: true }) { edges { node { name } } } }');
  expect(JSON.stringify(data)).not.toContain('clean');
  await api.close();
});
