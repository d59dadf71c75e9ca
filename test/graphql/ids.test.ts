import { collect, start } from '../support/collections';
import { Service } from '../support/service';
import { storedIdOf } from '../support/api-id';

const COMMANDS = ['pauseJob', 'resumeJob', 'cancelJob', 'retryFailed'] as const;

let service: Service;
let id: string;
beforeAll(async () => {
  service = await Service.open();
  id = await collect(service, { symbols: ['SIM-001', 'NO-SUCH'], interval: 'ONE_DAY' });
});
afterAll(() => service.close());

async function asked(query: string, given: string): Promise<Record<string, unknown>> {
  const { data, errors } = await service.query(query, { id: given });
  expect(errors).toBeUndefined();
  return data;
}

const command = (name: (typeof COMMANDS)[number]) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return `mutation($input: ${type}!) { ${name}(input: $input) { __typename ... on JobNotFoundError { id message }
    ... on InvalidJobStateError { job { id } } ... on CollectionJob { id reason } } }`;
};

/** What names no job, made of the id of one. */
const wrong = (): string[] => {
  const uuid = storedIdOf(id);
  const prefixed = ['JOB_', 'job-', 'job', 'job_job_', 'src_', 'ser_', ' job_', 'no id: ', 'no id: job_'].map(
    (p) => p + uuid,
  );
  const altered = [uuid, id.toUpperCase(), `${id} `, `${id}\n`, `job_${uuid.replaceAll('-', '')}`, `job_{${uuid}}`];
  return [
    ...prefixed,
    ...altered,
    'job_',
    'job_0',
    '',
    '_',
    '\0',
    `${id}\0`,
    'job_%',
    "job_' OR true --",
    `job_${'x'.repeat(1_000)}`,
  ];
};

test('an id says that it names a job, and is the same wherever the job is', async () => {
  expect(id).toMatch(/^job_[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  const query =
    'query($id: ID!) { job(id: $id) { id } node(id: $id) { __typename id } jobs { nodes { id } edges { node { id } } } }';
  expect(await asked(query, id)).toEqual({
    ...{ job: { id }, node: { __typename: 'CollectionJob', id } },
    jobs: { nodes: [{ id }], edges: [{ node: { id } }] },
  });
  const { data } = await service.query(command('pauseJob'), { input: { id } });
  expect(data).toEqual({ pauseJob: { __typename: 'InvalidJobStateError', job: { id } } });
});

test('what is not the id of a job finds nothing', async () => {
  for (const given of wrong()) {
    const found = await asked('query($id: ID!) { job(id: $id) { id } node(id: $id) { id } }', given);
    expect([given, found]).toEqual([given, { job: null, node: null }]);
  }
});

test.each(COMMANDS)('%s is refused for it, with the id as it was given', async (name) => {
  for (const given of wrong()) {
    const { data, errors } = await service.query<Record<string, object>>(command(name), { input: { id: given } });
    const refusal = { __typename: 'JobNotFoundError', id: given, message: 'There is no job with this id.' };
    expect([given, errors, data]).toEqual([given, undefined, { [name]: refusal }]);
  }
});

test.each(['jobUpdated(id: $id) { id }', 'jobEvents(id: $id) { seq }'])(
  '%s ends with NOT_FOUND for it',
  async (field) => {
    for (const given of wrong()) {
      const stream = service.subscribe(`subscription($id: ID!) { ${field} }`, { id: given });
      const { value } = await stream.next();
      expect([given, value.errors[0].extensions.code]).toEqual([given, 'NOT_FOUND']);
      await stream.return?.();
    }
  },
);

test('subscriptions tell ids as queries do', async () => {
  const updates = service.subscribe<{ jobUpdated: object }>('subscription($id: ID!) { jobUpdated(id: $id) { id } }', {
    id,
  });
  expect((await updates.next()).value).toEqual({ data: { jobUpdated: { id } } });
  const all = service.subscribe<{ jobsUpdated: { id: string } }>('subscription { jobsUpdated { id } }');
  const next = all.next();
  // Nothing signals that a subscription has begun: start jobs until one is delivered.
  const timer = setInterval(() => void start(service), 200);
  const { value } = await next;
  clearInterval(timer);
  expect((value as { data: { jobsUpdated: { id: string } } }).data.jobsUpdated.id).toMatch(/^job_[\da-f-]{36}$/);
  await all.return?.();
});

test('a retry names the job that it is of by its id', async () => {
  const { data } = await service.query<{ retryFailed: { id: string; reason: string } }>(command('retryFailed'), {
    input: { id },
  });
  const query = '{ job(id: "ID") { events(first: 1) { nodes { reason } } } }'.replace('ID', data.retryFailed.id);
  expect((await service.query(query)).data).toEqual({
    job: { events: { nodes: [{ reason: `the failed symbols of ${id}` }] } },
  });
});

test('a source is a node too, by its name; one that is not configured is none', async () => {
  const query = 'query($id: ID!) { node(id: $id) { __typename id ... on Source { name kind } } }';
  const { node } = (await asked(query, 'src_simx')) as { node: unknown };
  expect(node).toEqual({ __typename: 'Source', id: 'src_simx', name: 'simx', kind: 'SIMULATED' });
  for (const none of ['src_', 'src_nowhere', 'src_SIMX', 'src_simx ', 'src_constructor']) {
    expect(await asked(query, none)).toEqual({ node: null });
  }
  expect(await asked('query($id: ID!) { job(id: $id) { source { id } } sources { id } }', id)).toEqual({
    job: { source: { id: 'src_simx' } },
    sources: expect.arrayContaining([{ id: 'src_simx' }, { id: 'src_binance' }]),
  });
});
