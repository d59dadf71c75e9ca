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

type Input = typeof INPUT & { readonly mode: string; readonly concurrency: number };

/** Starts a job on the simulated exchange. @returns its id */
export async function start(service: Service, input: Partial<Input> = {}, token = ''): Promise<string> {
  const variables = { input: { ...INPUT, ...input } };
  const { data } = await service.query<{ startCollection: { id: string } }>(START, variables, token);
  return data.startCollection.id;
}

/** Starts a job and waits until it is COMPLETED. */
export async function collect(service: Service, input: Partial<Input> = {}, token = ''): Promise<string> {
  const id = await start(service, input, token);
  const isDone = async () => {
    const { data } = await service.query<{ job: { state: string } }>(`{ job(id: "${id}") { state } }`, {}, token);
    return data.job.state === 'COMPLETED';
  };
  await eventually(isDone, { timeoutMs: 60_000 });
  return id;
}
