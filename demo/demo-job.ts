import { JOB_FIELDS, type ApiClient, type Job } from './api-client';

const NAME = 'demo';
/** 100 days of hourly bars of all symbols of the simulated exchange take about 15 seconds at a concurrency of 4. */
const WINDOW = { from: '2024-01-01T00:00:00Z', to: '2024-04-10T00:00:00Z' };

/** Returns the unfinished job of an earlier demo, resumed if it is paused, or starts a new one. */
export async function findOrStartJob(api: ApiClient): Promise<{ job: Job; isNew: boolean }> {
  const unfinished = await findUnfinished(api);
  if (!unfinished) return { job: await startJob(api), isNew: true };
  if (unfinished.state === 'PAUSED') await api.control('resumeJob', unfinished.id);
  return { job: unfinished, isNew: false };
}

async function findUnfinished(api: ApiClient): Promise<Job | undefined> {
  const { jobs } = await api.query<{ jobs: { edges: { node: Job & { name: string } }[] } }>(
    `{ jobs(filter: { states: [PENDING, RUNNING, PAUSED], source: "simx", nameContains: "${NAME}" }) {
         edges { node { name ${JOB_FIELDS} } } } }`,
  );
  return jobs.edges.map(({ node }) => node).find(({ name }) => name === NAME);
}

async function startJob(api: ApiClient): Promise<Job> {
  const symbols = await simulatedSymbols(api);
  // MISSING would ask for nothing where an earlier demo has collected it.
  const how = { interval: 'ONE_HOUR', mode: 'REFRESH', concurrency: 4 };
  const input = { name: NAME, source: 'simx', symbols, ...how, ...WINDOW };
  const { startCollection } = await api.query<{ startCollection: Job & { message?: string } }>(
    `mutation($input: StartCollectionInput!) {
       startCollection(input: $input) { ... on CollectionJob { ${JOB_FIELDS} } ... on Error { message } } }`,
    { input },
  );
  if (startCollection.message) throw new Error(startCollection.message);
  return startCollection;
}

async function simulatedSymbols(api: ApiClient): Promise<string[]> {
  const { source } = await api.query<{ source: { symbols: { edges: { node: { symbol: string } }[] } } }>(
    '{ source(name: "simx") { symbols(first: 500) { edges { node { symbol } } } } }',
  );
  return source.symbols.edges.map(({ node }) => node.symbol);
}
