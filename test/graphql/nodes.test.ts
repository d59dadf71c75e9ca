import { collect } from '../support/collections';
import { Service } from '../support/service';

let service: Service;
let id: string;
beforeAll(async () => {
  service = await Service.open();
  id = await collect(service, { symbols: ['SIM-001', 'SIM-002', 'SIM-003'], interval: 'ONE_DAY' });
  await collect(service, { interval: 'ONE_DAY' });
});
afterAll(() => service.close());

interface Page {
  readonly nodes: readonly object[];
  readonly edges: readonly { readonly node: object }[];
}

/** Puts a list into a query, which finds it as `list`. */
const inQuery = (list: string) => `{ ${list} }`;
const inJob = (list: string) => `{ job(id: "${id}") { ${list} } }`;
const inSource = (list: string) => `{ source(name: "simx") { ${list} } }`;

test.each([
  ['jobs', inQuery, 'jobs(first: 1)', 'id'],
  ['the symbols of a job', inJob, 'symbols(first: 2)', 'symbol state'],
  ['the events of a job', inJob, 'events(first: 3)', 'seq type'],
  ['the symbols of a source', inSource, 'symbols(first: 4)', 'symbol'],
  ['bars', inQuery, 'bars(source: "simx", symbol: "SIM-002", interval: ONE_DAY, last: 3)', 'time close'],
  ['series', inQuery, 'series(first: 2)', 'id symbol'],
])('the nodes of %s are those of the edges, in their order', async (_what, within, list, fields) => {
  const query = within(`list: ${list} { nodes { ${fields} } edges { node { ${fields} } } }`);
  type Found = { list: Page } | { job: { list: Page } } | { source: { list: Page } };
  const { data, errors } = await service.query<Found>(query);
  expect(errors).toBeUndefined();
  const { list: page } = 'list' in data ? data : 'job' in data ? data.job : data.source;
  expect(page.nodes.length).toBeGreaterThan(0);
  expect(page.nodes).toEqual(page.edges.map(({ node }) => node));
});

test('nodes alone are as many as the page has, without their edges', async () => {
  const query =
    '{ bars(source: "simx", symbol: "SIM-001", interval: ONE_DAY, first: 5) { nodes { time } totalCount } }';
  const { data } = await service.query<{ bars: { nodes: { time: string }[]; totalCount: number } }>(query);
  expect(data.bars.nodes.map(({ time }) => time.slice(8, 10))).toEqual(['01', '02', '03', '04', '05']);
  expect(data.bars.totalCount).toBe(60);
});
