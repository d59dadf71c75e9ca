import { collect } from '../support/collections';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

const day = (text: string) => `2024-${text}T00:00:00.000Z`;
const time = (text: string) => Date.parse(day(text));

interface GapNode {
  readonly symbol?: string;
  readonly series?: string;
  readonly from: string;
  readonly to: string;
  readonly bars: number;
  readonly reason: string;
}
interface GapPage {
  readonly totalCount: number | null;
  readonly nodes: readonly GapNode[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const PAGE = 'totalCount nodes { from to bars reason } pageInfo { hasNextPage endCursor }';

let service: Service;
beforeEach(async () => void (service = await Service.open()));
afterEach(() => service.close());

/** January of SIM-001 with a hole and a flaw, of which the source later has the bar. */
async function collectJanuary(): Promise<string> {
  service.simx.quirks.set('SIM-001', {
    holes: [{ from: time('01-10'), to: time('01-13') }],
    brokenRange: [time('01-20')],
  });
  const window = { from: day('01-01'), to: day('02-01'), interval: 'ONE_DAY' };
  const id = await collect(service, { ...window, symbols: ['SIM-001', 'SIM-002'] });
  // Leaves February out.
  await collect(service, { ...window, from: day('03-01'), to: day('03-05'), symbols: ['SIM-001'] });
  return id;
}

async function seriesGaps(args: string): Promise<GapPage> {
  const query = `{ series(symbolContains: "SIM-001", first: 2) { nodes { id gaps${args && `(${args})`} { ${PAGE} } } } }`;
  const { data, errors } = await service.query<{ series: { nodes: [{ gaps: GapPage }] } }>(query);
  expect(errors).toBeUndefined();
  return data.series.nodes[0].gaps;
}

const HOLE = { from: day('01-10'), to: day('01-13'), bars: 3, reason: 'SOURCE_HAS_NONE' };
const FLAW = { from: day('01-20'), to: day('01-21'), bars: 1, reason: 'QUARANTINED' };
const BETWEEN = { from: day('02-01'), to: day('03-01'), bars: 29, reason: 'NOT_COLLECTED' };

test('gaps of a series are told with their reasons, by page', async () => {
  await collectJanuary();
  expect(await seriesGaps('')).toMatchObject({ totalCount: 3, nodes: [HOLE, FLAW, BETWEEN] });
  const first = await seriesGaps('first: 2');
  expect(first).toMatchObject({ totalCount: null, nodes: [HOLE, FLAW], pageInfo: { hasNextPage: true } });
  const rest = await seriesGaps(`after: "${first.pageInfo.endCursor}"`);
  expect(rest).toMatchObject({ totalCount: null, nodes: [BETWEEN], pageInfo: { hasNextPage: false } });
  const wider = await seriesGaps(`from: "${day('01-12')}", to: "2024-03-07T00:00:00Z"`);
  const lastDays = { from: day('03-05'), to: day('03-07'), bars: 2, reason: 'NOT_COLLECTED' };
  expect(wider.nodes).toEqual([{ ...HOLE, from: day('01-12'), bars: 1 }, FLAW, BETWEEN, lastDays]);
});

test('what has not closed yet is no gap', async () => {
  await collectJanuary();
  const { nodes } = await seriesGaps(`from: "${day('03-05')}", to: "2150-01-01T00:00:00Z"`);
  const today = new Date();
  today.setUTCHours(0, 0, 0, 0);
  expect(nodes).toEqual([expect.objectContaining({ from: day('03-05'), to: today.toISOString() })]);
});

async function jobGaps(id: string, args = ''): Promise<GapPage> {
  const fields = PAGE.replace('from to', 'symbol position series from to');
  const query = `{ job(id: "${id}") { gaps${args && `(${args})`} { ${fields} } } }`;
  const { data, errors } = await service.query<{ job: { gaps: GapPage } }>(query);
  expect(errors).toBeUndefined();
  return data.job.gaps;
}

test('gaps of a job are those of its symbols in its window, by default those that the source may fill', async () => {
  const id = await collectJanuary();
  const only = { symbol: 'SIM-001', position: 0, series: expect.stringMatching(/^ser_\d+$/) };
  expect(await jobGaps(id)).toMatchObject({ totalCount: 1, nodes: [{ ...FLAW, ...only }] });
  const all = 'reasons: [SOURCE_HAS_NONE, QUARANTINED, NOT_COLLECTED]';
  expect((await jobGaps(id, all)).nodes).toEqual([
    { ...HOLE, ...only },
    { ...FLAW, ...only },
  ]);
  const first = await jobGaps(id, `first: 1, ${all}`);
  expect(first).toMatchObject({ nodes: [{ ...HOLE, ...only }], pageInfo: { hasNextPage: true } });
  expect((await jobGaps(id, `after: "${first.pageInfo.endCursor}", ${all}`)).nodes).toEqual([{ ...FLAW, ...only }]);
});

interface Repaired {
  readonly __typename: string;
  readonly id: string;
  readonly message: string;
  readonly path: readonly string[];
}

async function repair(input: object): Promise<Repaired> {
  const mutation = `mutation($input: RepairGapsInput!) { repairGaps(input: $input) {
    __typename ... on CollectionJob { id } ... on InvalidInputError { message path } } }`;
  const { data, errors } = await service.query<{ repairGaps: Repaired }>(mutation, { input });
  expect(errors).toBeUndefined();
  return data.repairGaps;
}

async function completed(id: string) {
  const query = `{ job(id: "${id}") { state reason from to verdict progress { rows total } symbols { nodes { symbol rows } } } }`;
  const job = async () => (await service.query<{ job: { state: string } }>(query)).data.job;
  await eventually(async () => (await job()).state === 'COMPLETED');
  return job();
}

const requests = () => service.simx.requests.length;

test('the gaps of a job are repaired by a job that asks for nothing else; once a requestId', async () => {
  const id = await collectJanuary();
  service.simx.quirks.set('SIM-001', {});
  const before = requests();
  const input = { job: id, requestId: 'mend' };
  const repaired = await repair(input);
  expect(repaired.__typename).toBe('CollectionJob');
  expect(await completed(repaired.id)).toMatchObject({
    ...{ from: day('01-20'), to: day('01-21'), verdict: 'COMPLETE', progress: { rows: 1, total: 1 } },
    symbols: { nodes: [{ symbol: 'SIM-001', rows: 1 }] },
  });
  expect(requests() - before).toBe(1);
  expect((await repair(input)).id).toBe(repaired.id);
  expect(await repair({ job: id })).toMatchObject({ message: 'There are no gaps for these reasons.', path: ['input'] });
});

test('what fails in a repair is retried over its own extent', async () => {
  await collectJanuary();
  await collect(service, { from: day('06-01'), to: day('06-02'), interval: 'ONE_DAY', symbols: ['SIM-002'] });
  service.simx.faults.add({ kind: 'unknown-symbol', symbol: 'SIM-001' });
  const repaired = await repair({ source: 'simx', interval: 'ONE_DAY', reasons: ['NOT_COLLECTED'] });
  expect(await completed(repaired.id)).toMatchObject({ verdict: 'WITH_FAILURES', progress: { rows: 121, total: 2 } });
  service.simx.faults.clear();
  const retry = `mutation { retryFailed(input: { id: "${repaired.id}" }) { ... on CollectionJob { id } } }`;
  const { data } = await service.query<{ retryFailed: { id: string } }>(retry);
  // February, and not what lies behind March, which SIM-002 alone was asked for.
  expect(await completed(data.retryFailed.id)).toMatchObject({
    symbols: { nodes: [{ symbol: 'SIM-001', rows: 29 }] },
    verdict: 'COMPLETE',
  });
});

test('the gaps of a selection of series are repaired, each over its own extent', async () => {
  await collectJanuary();
  await collect(service, { from: day('06-01'), to: day('06-02'), interval: 'ONE_DAY', symbols: ['SIM-002'] });
  const { data } = await service.query<{ series: { nodes: { id: string }[] } }>('{ series { nodes { id } } }');
  const series = data.series.nodes.map(({ id }) => id);
  const repaired = await repair({ series, reasons: ['NOT_COLLECTED'] });
  // SIM-001 lacks February, SIM-002 what lies between January and June.
  expect(await completed(repaired.id)).toMatchObject({
    ...{ from: day('02-01'), to: day('06-01'), progress: { rows: 29 + 121, total: 2 } },
    symbols: {
      nodes: [
        { symbol: 'SIM-001', rows: 29 },
        { symbol: 'SIM-002', rows: 121 },
      ],
    },
  });
  const flaw = await repair({ source: 'simx', interval: 'ONE_DAY', reasons: ['QUARANTINED'] });
  expect(await completed(flaw.id)).toMatchObject({ progress: { rows: 0, total: 1 }, verdict: 'WITH_GAPS' });
});

test('what cannot be repaired is refused with a reason', async () => {
  const id = await collectJanuary();
  await collect(service, { from: day('01-01'), to: day('01-02'), symbols: ['SIM-003'] });
  await collect(service, { from: day('02-01'), to: day('02-02'), symbols: ['SIM-003'] });
  const { data } = await service.query<{ series: { nodes: { id: string }[] } }>('{ series { nodes { id } } }');
  const hold = service.simx.faults.add({ kind: 'hold' });
  const { data: started } = await service.query<{ startCollection: { id: string } }>(
    `mutation { startCollection(input: { source: "simx", symbols: ["SIM-009"], interval: ONE_DAY, from: "${day('01-01')}",
       to: "${day('02-01')}" }) { ... on CollectionJob { id } } }`,
  );
  await hold.reached(1);
  const refusals = [
    [{}, ['input'], /exactly one/],
    [{ job: id, source: 'simx', interval: 'ONE_DAY' }, ['input'], /exactly one/],
    [{ source: 'simx' }, ['input', 'interval'], /interval/],
    [{ job: 'job_nothing' }, ['input', 'job'], /no such job/],
    [{ job: started.startCollection.id }, ['input', 'job'], /not ended/],
    [{ series: [] }, ['input', 'series'], /1 to/],
    [{ series: [id] }, ['input', 'series', '0'], /not the id of a series/],
    [{ series: data.series.nodes.map((node) => node.id) }, ['input', 'series'], /several/],
    [{ job: id, reasons: ['SOURCE_HAS_NONE'] }, ['input', 'reasons', '0'], /proved/],
    [{ job: id, reasons: [] }, ['input', 'reasons'], /at least one/],
    [{ job: id, requestId: '' }, ['input', 'requestId'], /requestId/],
  ] as const;
  for (const [input, path, message] of refusals) {
    const refused = await repair(input);
    expect(refused).toEqual({ __typename: 'InvalidInputError', path, message: expect.stringMatching(message) });
  }
});
