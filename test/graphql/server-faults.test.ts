import { insertSeries } from '../support/series';
import { Service } from '../support/service';

/** Internal errors during execution, caused by values in the database that the API's schema does not know. */
let service: Service;
beforeAll(async () => {
  service = await Service.open();
  const { source } = service.database;
  const id = await insertSeries(source, 's', 'S', 'ONE_DAY');
  await source.query(`INSERT INTO bar VALUES ($1, '2024-05-01', 'NaN', 1, 1, 1, 1)`, [id]);
  await source.query(`ALTER TYPE job_state ADD VALUE 'LOST'`);
  await source.query(
    `WITH added AS (
       INSERT INTO collection_job (id, state, version, source, interval, window_from, window_to, mode, concurrency,
                                   total, created_at, started_at)
       VALUES (gen_random_uuid(), 'LOST', 1, 's', 'ONE_DAY', '2024-01-01', '2024-02-01', 'MISSING', 1, 1, now(), now()) RETURNING id)
     INSERT INTO job_progress (job_id, total) SELECT id, 1 FROM added`,
  );
});
afterAll(() => service.close());

const BROKEN_BAR = '{ bars(source: "s", symbol: "S", interval: ONE_DAY) { edges { node { open } } } }';
const LOST_JOB = '{ jobs { edges { node { state } } } }';

interface ErrorShown {
  message: string;
  path?: unknown[];
  extensions: Record<string, unknown>;
}

async function overSocket(query: string, variables: Record<string, unknown> = {}): Promise<readonly ErrorShown[]> {
  try {
    for await (const { errors } of service.live().iterate({ query, variables }))
      return errors as unknown as ErrorShown[];
  } catch (errors) {
    // Errors of an operation that is refused before execution.
    return errors as ErrorShown[];
  }
  return [];
}

async function overHttp(query: string, variables: Record<string, unknown> = {}): Promise<readonly ErrorShown[]> {
  return (await service.query(query, variables)).errors as unknown as ErrorShown[];
}

describe.each([
  ['HTTP', overHttp],
  ['WebSocket', overSocket],
])('over %s', (_transport, errorsOf) => {
  test.each([
    ['a scalar that cannot be written', BROKEN_BAR],
    ['an enum value that is not known', LOST_JOB],
  ])('%s is an internal error, of which the log alone says more', async (_what, query) => {
    const logged = service.logged.length;
    const [error] = await errorsOf(query);
    expect(error).toMatchObject({ message: 'Internal error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(error!.path!.length).toBeGreaterThan(3);
    expect(service.logged.slice(logged)).toMatchObject([{ level: 'error', message: 'request failed' }]);
  });

  test('the names of a client get into the log only so far', async () => {
    const logged = service.logged.length;
    const longest = 'x'.repeat(100);
    const aliased = BROKEN_BAR.replace(/(bars|edges|node|open)\b/g, (name) => `${longest}: ${name}`);
    await errorsOf(aliased);
    expect(String(service.logged[logged]!.fields.path)).toHaveLength(200);
  });

  test('a variable that does not fit is the caller’s mistake', async () => {
    const logged = service.logged.length;
    const errors = await errorsOf('query($id: ID!) { job(id: $id) { id } }', { id: {} });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(service.logged).toHaveLength(logged);
  });
});
