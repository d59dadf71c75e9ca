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

test('there is no other mode yet', async () => {
  const { errors } = await service.query(
    `mutation { startCollection(input: { source: "simx", symbols: ["SIM-001"], interval: ONE_DAY, mode: VERIFY,
       from: "2024-01-01T00:00:00Z", to: "2024-02-01T00:00:00Z" }) { __typename } }`,
  );
  expect(errors![0]!.message).toContain('VERIFY');
});
