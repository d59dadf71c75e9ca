import { barsBetween } from '../../src/sources/simx/market/prices';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

let service: Service;
beforeEach(async () => void (service = await Service.open()));
afterEach(() => service.close());

const FROM = '2024-01-01T00:00:00.000Z';
const TO = '2024-02-01T00:00:00.000Z';
const input = (more: object = {}) => ({
  source: 'simx',
  symbols: ['SIM-001', 'SIM-002', 'SIM-003'],
  interval: 'ONE_HOUR',
  from: FROM,
  to: TO,
  ...more,
});

const JOB = `__typename ... on CollectionJob { id name state version concurrency reason settled allowedActions
  progress { total done rows } inFlight { symbol state } pausedAt completedAt } ... on Error { message }`;
const START = `${JOB} ... on InvalidInputError { path }`;
const CONTROL = `${JOB} ... on InvalidJobStateError { attempted allowedActions job { id state version } }
  ... on VersionConflictError { expectedVersion job { id state version } } ... on JobNotFoundError { id }`;

interface Job {
  __typename: string;
  id: string;
  state: string;
  version: number;
  settled: boolean;
  path: string[];
  message: string;
  inFlight: { symbol: string }[];
}

async function command(name: string, type: string, value: object): Promise<Job> {
  const query = `mutation($input: ${type}!) { ${name}(input: $input) { ${name === 'startCollection' ? START : CONTROL} } }`;
  const { data, errors } = await service.query<Record<string, Job>>(query, { input: value });
  if (errors) throw new Error(JSON.stringify(errors));
  return data[name]!;
}

const start = (more: object = {}) => command('startCollection', 'StartCollectionInput', input(more));
const pause = (value: object) => command('pauseJob', 'PauseJobInput', value);
const resume = (value: object) => command('resumeJob', 'ResumeJobInput', value);
const cancel = (value: object) => command('cancelJob', 'CancelJobInput', value);

async function job(id: string, fields: string): Promise<Record<string, unknown>> {
  const { data, errors } = await service.query<{ job: Record<string, unknown> }>(
    `query($id: ID!) { job(id: $id) { ${fields} } }`,
    { id },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data.job;
}

const becomes = (id: string, state: string) =>
  eventually(async () => ((await job(id, 'state')).state === state ? true : false));

describe('the way of a job', () => {
  test('start, pause, drain, resume, complete: over HTTP', async () => {
    const hold = service.simx.faults.add({ kind: 'hold' });
    const started = await start({ name: 'mine', concurrency: 2 });
    expect(started).toMatchObject({ __typename: 'CollectionJob', name: 'mine', state: 'RUNNING', version: 2 });
    await hold.reached(2);
    const paused = await pause({ id: started.id, reason: 'lunch' });
    expect(paused).toMatchObject({ state: 'PAUSED', version: 3, reason: 'lunch', settled: false });
    expect(paused.inFlight.map(({ symbol }) => symbol).sort()).toEqual(['SIM-001', 'SIM-002']);

    service.simx.faults.clear();
    await eventually(async () => (await job(started.id, 'settled')).settled as boolean);
    expect(await job(started.id, 'progress { done } inFlight { symbol } allowedActions')).toEqual({
      progress: { done: 2 },
      inFlight: [],
      allowedActions: ['RESUME', 'CANCEL'],
    });

    expect(await resume({ id: started.id })).toMatchObject({ state: 'RUNNING', reason: null, pausedAt: null });
    await becomes(started.id, 'COMPLETED');
    expect(
      await job(started.id, 'settled completedAt progress { total done succeeded rows fraction etaSeconds }'),
    ).toEqual({
      settled: true,
      completedAt: expect.any(String) as string,
      progress: { total: 3, done: 3, succeeded: 3, rows: 3 * 744, fraction: 1, etaSeconds: 0 },
    });
  });

  test('what is stored is what the source has, digit for digit', async () => {
    const { id } = await start({ symbols: ['SIM-007'] });
    await becomes(id, 'COMPLETED');
    const { data } = await service.query<{ bars: { totalCount: number; edges: { node: object }[] } }>(
      `{ bars(source: "simx", symbol: "SIM-007", interval: ONE_HOUR, first: 5000) {
           totalCount edges { node { time open high low close volume quoteVolume trades takerVolume } } } }`,
    );
    const expected = barsBetween(1, 'SIM-007', 'ONE_HOUR', Date.parse(FROM), Date.parse(TO));
    expect(data.bars.totalCount).toBe(expected.length);
    expect(data.bars.edges.map(({ node }) => node)).toEqual(
      expected.map((bar) => ({ ...bar, time: new Date(bar.time).toISOString() })),
    );
  });

  test('cancel ends it at once, and a second cancel is refused with the job as it is', async () => {
    const hold = service.simx.faults.add({ kind: 'hold' });
    const { id } = await start();
    await hold.reached(1);
    expect(await cancel({ id, reason: 'wrong list' })).toMatchObject({ state: 'CANCELLED', reason: 'wrong list' });
    await hold.idle();
    expect(await cancel({ id })).toMatchObject({
      __typename: 'InvalidJobStateError',
      attempted: 'CANCEL',
      allowedActions: [],
      job: { id, state: 'CANCELLED', version: 3 },
    });
  });

  test('a refusal is data: wrong version, unknown job', async () => {
    service.simx.faults.add({ kind: 'hold' });
    const { id } = await start();
    expect(await pause({ id, expectedVersion: 1 })).toMatchObject({
      __typename: 'VersionConflictError',
      expectedVersion: 1,
      job: { id, state: 'RUNNING', version: 2 },
    });
    expect(await resume({ id: 'nothing' })).toMatchObject({ __typename: 'JobNotFoundError', id: 'nothing' });
  });

  test('a repeated start is the same job; with other input it is a mistake', async () => {
    service.simx.faults.add({ kind: 'hold' });
    const first = await start({ requestId: 'once' });
    const again = await start({ requestId: 'once' });
    expect(again).toMatchObject({ __typename: 'CollectionJob', id: first.id });
    expect(await start({ requestId: 'once', symbols: ['SIM-009'] })).toMatchObject({
      __typename: 'InvalidInputError',
      path: ['input', 'requestId'],
    });
    expect(
      (await service.query<{ jobs: { totalCount: number } }>('{ jobs { totalCount } }')).data.jobs.totalCount,
    ).toBe(1);
  });
});

describe('startCollection refuses', () => {
  test.each<[string, object, string[]]>([
    ['an unknown source', { source: 'nyse' }, ['source']],
    ['no symbols', { symbols: [] }, ['symbols']],
    ['too many symbols', { symbols: Array.from({ length: 100_001 }, (_, n) => `S${n}`) }, ['symbols']],
    ['a symbol twice', { symbols: ['A', 'B', 'A'] }, ['symbols', '2']],
    ['an empty symbol', { symbols: ['A', ''] }, ['symbols', '1']],
    ['a symbol with a line break', { symbols: ['A\nB'] }, ['symbols', '0']],
    ['a very long symbol', { symbols: ['A'.repeat(65)] }, ['symbols', '0']],
    ['to before from', { from: TO, to: FROM }, ['to']],
    ['an empty window', { from: TO, to: TO }, ['to']],
    ['a from in the future', { from: '2190-01-01T00:00:00Z', to: '2191-01-01T00:00:00Z' }, ['from']],
    ['no lanes', { concurrency: 0 }, ['concurrency']],
    ['too many lanes', { concurrency: 65 }, ['concurrency']],
    ['a blank name', { name: '  ' }, ['name']],
    ['an endless name', { name: 'x'.repeat(201) }, ['name']],
    ['an empty requestId', { requestId: '' }, ['requestId']],
    ['an endless requestId', { requestId: 'x'.repeat(201) }, ['requestId']],
  ])('%s', async (_what, more, path) => {
    const refusal = await start(more);
    expect(refusal).toMatchObject({ __typename: 'InvalidInputError', path: ['input', ...path] });
    expect(refusal.message).not.toBe('');
  });
});

test('a reason without end is a mistake of the caller', async () => {
  service.simx.faults.add({ kind: 'hold' });
  const { id } = await start();
  const { errors } = await service.query(
    `mutation($input: PauseJobInput!) { pauseJob(input: $input) { __typename } }`,
    { input: { id, reason: 'x'.repeat(1_001) } },
  );
  expect(errors![0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', path: ['input', 'reason'] } });
  expect(await job(id, 'state')).toEqual({ state: 'RUNNING' });
});

describe('lists', () => {
  test('page through jobs, newest first, without gap or repeat', async () => {
    service.simx.faults.add({ kind: 'hold' });
    const started: string[] = [];
    for (let n = 0; n < 5; n++) started.unshift((await start({ name: `job ${n}` })).id);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data }: { data: { jobs: Connection } } = await service.query<{ jobs: Connection }>(
        `query($after: String) { jobs(first: 2, after: $after) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
        { after },
      );
      expect(data.jobs.totalCount).toBe(5);
      expect(data.jobs.pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...data.jobs.edges.map(({ node }) => node.id));
      after = data.jobs.pageInfo.hasNextPage ? data.jobs.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual(started);
  });

  test('filter jobs by state, source and name', async () => {
    const hold = service.simx.faults.add({ kind: 'hold' });
    const first = await start({ name: 'Alpha 100%' });
    await start({ name: 'beta' });
    await hold.reached(1);
    await pause({ id: first.id });
    const found = async (filter: object) =>
      (
        await service.query<{ jobs: { edges: { node: { name: string } }[] } }>(
          `query($filter: JobFilter) { jobs(filter: $filter) { edges { node { name } } } }`,
          { filter },
        )
      ).data.jobs.edges.map(({ node }) => node.name);
    expect(await found({ states: ['PAUSED'] })).toEqual(['Alpha 100%']);
    expect(await found({ states: ['RUNNING', 'PAUSED'] })).toEqual(['beta', 'Alpha 100%']);
    expect(await found({ states: [] })).toEqual([]);
    expect(await found({ source: 'binance' })).toEqual([]);
    expect(await found({ nameContains: '100%' })).toEqual(['Alpha 100%']);
    expect(await found({ nameContains: 'BET' })).toEqual(['beta']);
    expect(await found({ nameContains: '_' })).toEqual([]);
  });

  test('show symbols by state, those in flight as ACTIVE', async () => {
    const hold = service.simx.faults.add({ kind: 'hold', symbol: 'SIM-002' });
    const { id } = await start({ symbols: ['SIM-001', 'SIM-002', 'NO-SUCH'], concurrency: 1 });
    await hold.reached(1);
    const states = `symbols(first: 10) { totalCount edges { node { symbol state rows error { code } } } }
      active: symbols(states: [ACTIVE]) { totalCount edges { node { symbol attempts } } }
      pending: symbols(states: [PENDING]) { totalCount edges { node { symbol } } }`;
    const expected = {
      symbols: {
        totalCount: 3,
        edges: [
          { node: { symbol: 'SIM-001', state: 'SUCCEEDED', rows: 744, error: null } },
          { node: { symbol: 'SIM-002', state: 'ACTIVE', rows: 0, error: null } },
          { node: { symbol: 'NO-SUCH', state: 'PENDING', rows: 0, error: null } },
        ],
      },
      active: { totalCount: 1, edges: [{ node: { symbol: 'SIM-002', attempts: 1 } }] },
      pending: { totalCount: 1, edges: [{ node: { symbol: 'NO-SUCH' } }] },
    };
    // SIM-002 may be requested before the outcome of SIM-001 is stored.
    await eventually(async () => expect(await job(id, states)).toEqual(expected));
    service.simx.faults.clear();
    await becomes(id, 'COMPLETED');
    expect(await job(id, 'symbols(states: [FAILED]) { edges { node { symbol error { code } } } }')).toEqual({
      symbols: { edges: [{ node: { symbol: 'NO-SUCH', error: { code: 'BAD_SYMBOL' } } }] },
    });
  });

  test('cap `first`, refuse a negative one and cursors of other lists', async () => {
    const { id } = await start();
    await becomes(id, 'COMPLETED');
    const capped = await service.query<{
      sources: { name: string; symbols: { edges: unknown[]; totalCount: number } }[];
    }>('{ sources { name symbols(first: 100000) { totalCount edges { node { symbol } } } } }');
    // The exchanges are unreachable here, which may fail only its own field.
    expect(capped.errors?.every((error) => error.extensions.code === 'SOURCE_DOWN') ?? true).toBe(true);
    const answers = await Promise.all([
      service.query('{ jobs(first: -1) { totalCount } }'),
      service.query('{ jobs(after: "nonsense") { totalCount } }'),
      service.query(
        `{ job(id: "${id}") { symbols(after: "${Buffer.from('events x 1').toString('base64url')}") { totalCount } } }`,
      ),
    ]);
    for (const { errors } of answers) expect(errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  });

  interface Connection {
    totalCount: number;
    edges: { node: { id: string } }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
  }
});

test('what is wrong with a retry is said at the field that its caller gave', async () => {
  const { id } = await start({ symbols: ['SIM-001', 'NO-SUCH'] });
  await becomes(id, 'COMPLETED');
  const retry = (more: object) =>
    service.query<{ retryFailed: object }>(
      `mutation($input: RetryFailedInput!) { retryFailed(input: $input) { __typename ... on InvalidInputError { path } } }`,
      { input: { id, ...more } },
    );
  const refusedAt = async (field: string, more: object) =>
    expect(await retry(more)).toEqual({
      data: { retryFailed: { __typename: 'InvalidInputError', path: ['input', field] } },
    });
  await refusedAt('requestId', { requestId: '' });
  await refusedAt('reason', { reason: 'x'.repeat(1_001) });
  await retry({ requestId: 'once' });
  await refusedAt('requestId', { requestId: 'once', reason: 'another' });
  // The source is taken from the old job, so its error is attributed to `id`.
  await service.database.source.query(`UPDATE collection_job SET source = 'gone'`);
  await refusedAt('id', {});
});

test('an id is taken letter for letter', async () => {
  service.simx.faults.add({ kind: 'hold' });
  const { id } = await start();
  expect(await pause({ id: id.toUpperCase() })).toMatchObject({ __typename: 'JobNotFoundError' });
  expect(await pause({ id: '\u0000', requestId: 'a' })).toMatchObject({ __typename: 'JobNotFoundError' });
});

describe('odd input is no internal error', () => {
  const cursor = (text: string) => Buffer.from(text).toString('base64url');

  test.each([
    ['a NUL as source', '{ jobs(filter: { source: "\\u0000" }) { totalCount } }'],
    ['a NUL in a name', '{ jobs(filter: { nameContains: "\\u0000" }) { totalCount } }'],
    ['an empty source', '{ jobs(filter: { source: "" }) { totalCount } }'],
    ['a NUL in a symbol', '{ bars(source: "simx", symbol: "\\u0000", interval: ONE_DAY) { totalCount } }'],
  ])('%s finds nothing', async (_what, query) => {
    const { data, errors } = await service.query<Record<string, { totalCount: number }>>(query);
    expect(errors).toBeUndefined();
    expect(Object.values(data)[0]!.totalCount).toBe(0);
  });

  test.each([
    ['jobs', `jobs(after: "${cursor(`jobs 1700000000000 ${'-'.repeat(36)}`)}") { edges { cursor } }`],
    [
      'jobs',
      `jobs(after: "${cursor('jobs 9999999999999999 7b1f0f3c-52e6-4d5c-9d7e-0f3b1c2d3e4f')}") { edges { cursor } }`,
    ],
    ['jobs', 'jobs(after: "") { edges { cursor } }'],
    [
      'bars',
      `bars(source: "simx", symbol: "A", interval: ONE_DAY, after: "${cursor('bars 9999999999999999')}") { edges { cursor } }`,
    ],
    [
      'bars',
      `bars(source: "simx", symbol: "A", interval: ONE_DAY, after: "${cursor('bars -1')}") { edges { cursor } }`,
    ],
  ])('a cursor of %s that nobody gave out is BAD_USER_INPUT', async (_list, field) => {
    const { errors } = await service.query(`{ ${field} }`);
    expect(errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('a list says that the database is out of reach, when it is', async () => {
    await service.database.refuseConnections();
    for (const field of [
      'jobs { totalCount edges { cursor } }',
      'bars(source: "a", symbol: "b", interval: ONE_DAY) { totalCount }',
    ]) {
      expect((await service.query(`{ ${field} }`)).errors![0]!.extensions.code).toBe('SERVICE_UNAVAILABLE');
    }
  });
});

test('a node is found by its id', async () => {
  const { id } = await start();
  const { data } = await service.query(`{ node(id: "${id}") { __typename id } nothing: node(id: "x") { id } }`);
  expect(data).toEqual({ node: { __typename: 'CollectionJob', id }, nothing: null });
});

test('the simulated exchange says what it is', async () => {
  const { data } = await service.query<{ sources: object[] }>('{ sources { name kind intervals description } }');
  expect(data.sources).toContainEqual(
    expect.objectContaining({
      name: 'simx',
      kind: 'SIMULATED',
      description: expect.stringMatching(/simulated exchange/i) as string,
    }),
  );
});

test('an unexpected error shows neither SQL nor stack', async () => {
  await service.database.source.query('ALTER TABLE job_event ADD CONSTRAINT broken CHECK (false) NOT VALID');
  const { errors } = await service.query(`mutation { startCollection(input: { source: "simx", symbols: ["A"],
    interval: ONE_DAY, from: "${FROM}", to: "${TO}" }) { __typename } }`);
  expect(errors).toEqual([
    expect.objectContaining({ message: 'Internal error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }),
  ]);
});
