import { collect } from '../support/collections';
import { Service } from '../support/service';

const FEBRUARY = { from: '2024-02-01T00:00:00.000Z', to: '2024-03-01T00:00:00.000Z', interval: 'ONE_DAY' };

let service: Service;
beforeEach(async () => void (service = await Service.open()));
afterEach(() => service.close());

/** Collects, and returns what the job says and which requests it made: the symbol and the first day of each. */
async function collected(input: object) {
  const before = service.simx.requests.length;
  const id = await collect(service, { ...FEBRUARY, ...input });
  const fields = 'mode verdict barsAlreadyThere progress { succeeded empty rows } symbols { nodes { attempts rows } }';
  const { data } = await service.query<{ job: object }>(`{ job(id: "${id}") { ${fields} } }`);
  const requests = service.simx.requests.slice(before);
  const asked = requests.map(({ symbol, from }) => `${symbol} ${new Date(from).toISOString().slice(0, 10)}`);
  return { ...data.job, asked: asked.sort() };
}

test('MISSING is the default: the same collection once more makes no request, and says what was there', async () => {
  const symbols = ['SIM-001', 'SIM-002'];
  const asked = ['SIM-001 2024-02-01', 'SIM-002 2024-02-01'];
  const first = { mode: 'MISSING', verdict: 'COMPLETE', barsAlreadyThere: 0, progress: { succeeded: 2, rows: 58 } };
  expect(await collected({ symbols })).toMatchObject({ ...first, asked });
  for (const input of [{ symbols }, { symbols, mode: 'MISSING' }, { symbols, mode: null }])
    expect(await collected(input)).toMatchObject({
      ...{ mode: 'MISSING', verdict: 'COMPLETE', barsAlreadyThere: 58, asked: [] },
      ...{ progress: { succeeded: 2, rows: 0 }, symbols: { nodes: symbols.map(() => ({ attempts: 0, rows: 0 })) } },
    });
});

test('a longer window asks for the rest, and a proved absence is not asked for again', async () => {
  service.simx.quirks.set('SIM-002', { holes: [{ from: 0, to: Date.parse('2024-02-10') }] });
  const symbols = ['SIM-001', 'SIM-002'];
  const shorter = await collected({ symbols, to: '2024-02-09T00:00:00.000Z' });
  // An empty page counts only if a second answer says the same.
  expect(shorter).toMatchObject({
    ...{ verdict: 'COMPLETE', progress: { succeeded: 1, empty: 1, rows: 8 } },
    asked: ['SIM-001 2024-02-01', 'SIM-002 2024-02-01', 'SIM-002 2024-02-01'],
  });
  expect(await collected({ symbols })).toMatchObject({
    ...{ verdict: 'COMPLETE', barsAlreadyThere: 8, progress: { succeeded: 2, rows: 41 } },
    asked: ['SIM-001 2024-02-09', 'SIM-002 2024-02-09'],
  });
});

test('REFRESH asks for all of it again, and what has changed at the source is stored', async () => {
  const symbols = ['SIM-001'];
  const bar = async () => {
    const query = `{ bars(source: "simx", symbol: "SIM-001", interval: ONE_DAY, from: "2024-02-05T00:00:00Z", first: 1) {
      nodes { time open high low close volume quoteVolume trades takerVolume } } }`;
    return (await service.query<{ bars: { nodes: object[] } }>(query)).data.bars.nodes[0]!;
  };
  await collected({ symbols });
  const before = await bar();
  const [from, to] = [Date.parse('2024-02-05'), Date.parse('2024-02-06')];
  service.simx.quirks.set('SIM-001', { revisedAt: { at: 0, from, to } });
  await collected({ symbols });
  expect(await bar()).toEqual(before);
  expect(await collected({ symbols, mode: 'REFRESH' })).toMatchObject({
    ...{ mode: 'REFRESH', verdict: 'COMPLETE', barsAlreadyThere: 0, progress: { succeeded: 1, rows: 29 } },
    asked: ['SIM-001 2024-02-01'],
  });
  const after = await bar();
  expect(after).toMatchObject({ time: '2024-02-05T00:00:00.000Z' });
  expect(after).not.toEqual(before);
});

const BAR = 'time open high low close volume quoteVolume trades takerVolume';

interface DifferencePage {
  readonly totalCount: number;
  readonly nodes: readonly { symbol: string; time: string; stored: object | null; offered: object | null }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}
interface Compared {
  readonly revised: number;
  readonly differences: DifferencePage;
}

async function compared(id: string, after: string | null): Promise<Compared> {
  const query = `query($after: String) { job(id: "${id}") { revised differences(first: 1, after: $after) { totalCount
    nodes { symbol time stored { ${BAR} } offered { ${BAR} } } pageInfo { hasNextPage endCursor } } } }`;
  return (await service.query<{ job: Compared }>(query, { after })).data.job;
}

/** Runs a job and returns what it has found to differ, by page of one. */
async function differing(input: object) {
  const id = await collect(service, { ...FEBRUARY, ...input });
  const { revised, differences } = await compared(id, null);
  const nodes = [...differences.nodes];
  for (let page = differences; page.pageInfo.hasNextPage; nodes.push(...page.nodes)) {
    page = (await compared(id, page.pageInfo.endCursor)).differences;
  }
  return { id, revised, totalCount: differences.totalCount, nodes };
}

test('VERIFY tells what differs at the source, and REFRESH keeps what it replaces', async () => {
  const symbols = ['SIM-001', 'SIM-002'];
  await collected({ symbols });
  const [day, next] = [Date.parse('2024-02-05'), Date.parse('2024-02-06')];
  service.simx.quirks.set('SIM-001', { revisedAt: { at: 0, from: day, to: next } });
  service.simx.quirks.set('SIM-002', { holes: [{ from: day, to: next }] });
  const verified = await differing({ symbols, mode: 'VERIFY' });
  const time = new Date(day).toISOString();
  const bar = expect.objectContaining({ time, open: expect.any(String) as string });
  expect(verified).toMatchObject({ totalCount: 2, revised: 0 });
  expect(verified.nodes).toEqual([
    { symbol: 'SIM-001', time, stored: bar, offered: bar },
    { symbol: 'SIM-002', time, stored: bar, offered: null },
  ]);
  const refreshed = await differing({ symbols, mode: 'REFRESH' });
  expect(refreshed).toMatchObject({ totalCount: 1, revised: 1, nodes: [verified.nodes[1]] });
  const query = `{ series(symbolContains: "SIM-001") { nodes { revisions { totalCount
    nodes { time job before { ${BAR} } after { ${BAR} } } pageInfo { hasNextPage } } } } }`;
  const { data } = await service.query<{ series: { nodes: [{ revisions: object }] } }>(query);
  const [{ stored: before, offered: after }] = verified.nodes as [(typeof verified.nodes)[0]];
  expect(data.series.nodes[0].revisions).toEqual({
    ...{ totalCount: 1, pageInfo: { hasNextPage: false } },
    nodes: [{ time, job: refreshed.id, before, after }],
  });
  expect((await differing({ symbols, mode: 'VERIFY' })).nodes).toEqual([verified.nodes[1]]);
});
