import { JOB_FIELDS, type ApiClient, type Job } from './api-client';

const NAME = 'demo';
/** 100 days of hourly bars of all symbols of the simulated exchange take about 15 seconds at a concurrency of 4. */
const SIMULATED = { select: {}, from: '2024-01-01T00:00:00Z', to: '2024-04-10T00:00:00Z' };
const DAYS = 100;
/** Of a real exchange: a few symbols of those that trade. */
const SYMBOLS = 40;

/** Returns the unfinished job of an earlier demo, resumed if it is paused, or starts a new one. */
export async function findOrStartJob(api: ApiClient, source: string): Promise<{ job: Job; isNew: boolean }> {
  const unfinished = await findUnfinished(api, source);
  if (!unfinished) return { job: await startJob(api, source), isNew: true };
  if (unfinished.state === 'PAUSED') await api.control('resumeJob', unfinished.id);
  return { job: unfinished, isNew: false };
}

async function findUnfinished(api: ApiClient, source: string): Promise<Job | undefined> {
  const { jobs } = await api.query<{ jobs: { edges: { node: Job & { name: string } }[] } }>(
    `query($source: String!) {
       jobs(filter: { states: [PENDING, RUNNING, PAUSED], source: $source, nameContains: "${NAME}" }) {
         edges { node { name ${JOB_FIELDS} } } } }`,
    { source },
  );
  return jobs.edges.map(({ node }) => node).find(({ name }) => name === NAME);
}

async function startJob(api: ApiClient, source: string): Promise<Job> {
  // MISSING would ask for nothing where an earlier demo has collected it.
  const how = { interval: 'ONE_HOUR', mode: 'REFRESH', concurrency: 4 };
  const input = { name: NAME, source, ...how, ...(source === 'simx' ? SIMULATED : latest()) };
  const { startCollection } = await api.query<{ startCollection: Job & { message?: string } }>(
    `mutation($input: StartCollectionInput!) {
       startCollection(input: $input) { ... on CollectionJob { ${JOB_FIELDS} } ... on Error { message } } }`,
    { input },
  );
  if (startCollection.message) throw new Error(startCollection.message);
  return startCollection;
}

function latest(): { select: object; from: string; to: null } {
  const from = new Date(Date.now() - DAYS * 24 * 60 * 60_000).toISOString();
  return { select: { limit: SYMBOLS }, from, to: null };
}
