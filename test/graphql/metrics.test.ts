import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createToken } from '../../src/graphql/access/api-tokens';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

const { token, hash } = createToken();
const authorization = `Bearer ${token}`;

let service: Service;
beforeEach(async () => void (service = await Service.open({ API_TOKENS: `ops:operator:${hash}` })));
afterEach(() => service.close());

async function metrics(): Promise<string> {
  const response = await fetch(`${service.address}/metrics`, { headers: { authorization } });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/plain');
  return response.text();
}

const START = `mutation { startCollection(input: {
  source: "simx", symbols: ["SIM-001", "SIM-002", "NONE"], interval: ONE_DAY, from: "2024-01-01T00:00:00Z", to: "2024-02-01T00:00:00Z"
}) { ... on CollectionJob { id } } }`;

test('tell what was done, how fast, and what went wrong', async () => {
  const { data } = await service.query<{ startCollection: { id: string } }>(START, {}, token);
  await eventually(async () => expect(await metrics()).toContain('sluice_jobs{state="COMPLETED"} 1'));
  await service.query(`mutation { pauseJob(input: { id: "${data.startCollection.id}" }) { __typename } }`, {}, token);
  const text = await metrics();
  expect(text).toContain('sluice_symbols_total{outcome="SUCCEEDED"} 2');
  expect(text).toContain('sluice_symbols_total{outcome="FAILED"} 1');
  expect(text).toContain('sluice_source_errors_total{source="simx",code="BAD_SYMBOL"} 1');
  expect(text).toContain('sluice_bars_total 62');
  expect(text).toContain('sluice_jobs_completed_total{verdict="WITH_FAILURES"} 1');
  expect(text).toContain('sluice_jobs_completed_total{verdict="COMPLETE"} 0');
  expect(text).toMatch(/sluice_commit_seconds_count [1-3]\n/);
  expect(text).toContain('sluice_commit_steps_sum 3');
  expect(text).toContain('sluice_command_seconds_count{action="START",outcome="DONE"} 1');
  expect(text).toContain('sluice_command_seconds_count{action="PAUSE",outcome="InvalidJobStateError"} 1');
  expect(text).toMatch(/nodejs_eventloop_lag_seconds \d/);
});

test('count subscriptions while they last', async () => {
  const client = service.live({ authorization });
  const stream = client.iterate({ query: 'subscription { jobsUpdated { id } }' });
  stream.next().catch(() => undefined);
  await eventually(async () => expect(await metrics()).toContain('sluice_subscribers 1\n'));
  client.terminate();
  await eventually(async () => expect(await metrics()).toContain('sluice_subscribers 0\n'));
});

test('are for those with a credential, and need no database', async () => {
  expect((await fetch(`${service.address}/metrics`)).status).toBe(401);
  await service.database.source.query('ALTER TABLE collection_job RENAME TO elsewhere');
  expect(await metrics()).toContain('process_cpu_seconds_total');
});

test('a request keeps the name that its caller gave it, if it is fit for a log', async () => {
  const named = async (name: string) =>
    (await service.post({ query: '{ __typename }' }, { authorization, 'x-request-id': name })).headers.get(
      'x-request-id',
    );
  expect(await named('order-17')).toBe('order-17');
  expect(await named('evil "quoted" {name}')).toMatch(/^[\da-f-]{36}$/);
});

test('every number that the dashboard shows is there', async () => {
  const dashboard = readFileSync(join(__dirname, '../../ops/grafana/dashboards/sluice.json'), 'utf8');
  const shown = new Set(dashboard.match(/\b(sluice|nodejs|process)_\w+/g));
  const text = await metrics();
  const missing = [...shown].filter((name) => !text.includes(`# TYPE ${name.replace(/_(bucket|sum|count)$/, '')} `));
  expect(shown.size).toBeGreaterThan(10);
  expect(missing).toEqual([]);
});

test('a job counts as completed once, with its verdict, however many runs have shared it', async () => {
  const collected = async (symbols: readonly string[], mode: string) => {
    const input = {
      source: 'simx',
      symbols,
      interval: 'ONE_DAY',
      from: '2024-01-01T00:00:00Z',
      to: '2024-02-01T00:00:00Z',
    };
    const start = 'mutation($input: StartCollectionInput!) { startCollection(input: $input) { __typename } }';
    await service.query(start, { input: { ...input, mode, concurrency: 4 } }, token);
  };
  const many = Array.from({ length: 80 }, (_, n) => `SIM-${String(n + 1).padStart(3, '0')}`);
  await collected(many, 'MISSING');
  await eventually(async () => expect(await metrics()).toContain('sluice_jobs{state="COMPLETED"} 1\n'));
  await collected(many, 'REFRESH');
  await collected(['SIM-001'], 'MISSING');
  await eventually(async () => expect(await metrics()).toContain('sluice_jobs{state="COMPLETED"} 3\n'));
  // The number of jobs comes from the database, which may be ahead of the run that counts the verdict.
  await eventually(async () =>
    expect(await metrics()).toContain('sluice_jobs_completed_total{verdict="COMPLETE"} 3\n'),
  );
  const text = await metrics();
  for (const verdict of ['NOTHING_COLLECTED', 'WITH_GAPS', 'WITH_FAILURES'])
    expect(text).toContain(`sluice_jobs_completed_total{verdict="${verdict}"} 0\n`);
});
