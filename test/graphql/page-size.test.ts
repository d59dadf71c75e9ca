import { randomUUID } from 'node:crypto';
import { CollectionJobRepository } from '../../src/persistence/jobs/job-repository';
import { ACTOR, someDraft } from '../support/harness';
import { insertMinutes } from '../support/series';
import { Service } from '../support/service';

/** Page sizes as documented by the schema's descriptions. */
let service: Service;
let jobId: string;

beforeAll(async () => {
  service = await Service.open();
  const { source: database } = service.database;
  const jobs = new CollectionJobRepository(database);
  jobId = (await jobs.transaction((tx) => tx.create(randomUUID(), someDraft(600), ACTOR))).id;
  await insertMinutes(database, 'simx', 'SIM-001', 5_100);
});
afterAll(() => service.close());

interface Page {
  readonly edges: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean };
}
const PAGE = '{ edges { cursor } pageInfo { hasNextPage hasPreviousPage } }';

async function bars(asked: string): Promise<Page> {
  const query = `{ bars(source: "simx", symbol: "SIM-001", interval: ONE_MINUTE, ${asked}) ${PAGE} }`;
  return (await service.query<{ bars: Page }>(query)).data.bars;
}

test('of the symbols of a job 500 come at once, however many are asked for', async () => {
  const query = `{ job(id: "job_${jobId}") { symbols(first: 1000000) ${PAGE} } }`;
  const { symbols } = (await service.query<{ job: { symbols: Page } }>(query)).data.job;
  expect(symbols.edges).toHaveLength(500);
  expect(symbols.pageInfo.hasNextPage).toBe(true);
});

test('of bars 5,000, from whichever end', async () => {
  const [first, last] = [await bars('first: 1000000'), await bars('last: 1000000')];
  expect([first.edges.length, last.edges.length]).toEqual([5_000, 5_000]);
  expect([first.pageInfo.hasNextPage, last.pageInfo.hasPreviousPage]).toEqual([true, true]);
});
