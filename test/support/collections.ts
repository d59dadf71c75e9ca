import { eventually } from './eventually';
import type { Service } from './service';

const START = `mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }`;

const INPUT = {
  name: 'Collected',
  source: 'simx',
  symbols: ['SIM-001'],
  interval: 'ONE_HOUR',
  from: '2024-01-01T00:00:00Z',
  to: '2024-03-01T00:00:00Z',
};

/** A job of the simulated exchange. @returns its id */
export async function start(service: Service, input: Partial<typeof INPUT> = {}, token = ''): Promise<string> {
  const variables = { input: { ...INPUT, ...input } };
  const { data } = await service.query<{ startCollection: { id: string } }>(START, variables, token);
  return data.startCollection.id;
}

/** The same, run to its end. */
export async function collect(service: Service, input: Partial<typeof INPUT> = {}, token = ''): Promise<string> {
  const id = await start(service, input, token);
  const isDone = async () => {
    const { data } = await service.query<{ job: { state: string } }>(`{ job(id: "${id}") { state } }`, {}, token);
    return data.job.state === 'COMPLETED';
  };
  await eventually(isDone, { timeoutMs: 60_000 });
  return id;
}

/** As many more jobs like this one, each a second older than the one before. */
export const multiply = (service: Service, id: string, count: number) =>
  service.database.source.query(
    `WITH copy AS (
       INSERT INTO collection_job
       SELECT (jsonb_populate_record(job, jsonb_build_object(
                'id', gen_random_uuid(), 'name', 'Copy ' || n, 'created_at', job.created_at - n * interval '1 second'))).*
         FROM collection_job job, generate_series(1, $2) AS n
        WHERE job.id = $1
       RETURNING id
     ), lease AS (
       INSERT INTO job_lease
       SELECT (jsonb_populate_record(lease, jsonb_build_object('job_id', copy.id))).*
         FROM job_lease lease, copy
        WHERE lease.job_id = $1
     )
     INSERT INTO job_tally
     SELECT (jsonb_populate_record(tally, jsonb_build_object('job_id', copy.id))).*
       FROM job_tally tally, copy
      WHERE tally.job_id = $1`,
    [id, count],
  );
