import { eventually } from '../support/eventually';
import { Service, type Response } from '../support/service';

let service: Service;
beforeEach(async () => void (service = await Service.open()));
afterEach(() => service.close());

interface Update {
  readonly jobUpdated: { id: string; state: string; version: number; inFlight: { symbol: string }[] };
}
const WATCH = 'subscription($id: ID!) { jobUpdated(id: $id) { id state version inFlight { symbol } } }';

async function start(symbol: string): Promise<string> {
  const { data } = await service.query<{ startCollection: { id: string } }>(`mutation { startCollection(input: {
    source: "simx", symbols: ["${symbol}"], interval: ONE_DAY, from: "2024-01-01T00:00:00Z", to: "2024-02-01T00:00:00Z"
  }) { ... on CollectionJob { id } } }`);
  return data.startCollection.id;
}

const control = (name: 'pause' | 'resume' | 'cancel', id: string) =>
  service.query(`mutation { ${name}Job(input: { id: "${id}" }) { __typename } }`);

function watch(id: string) {
  const seen: Update['jobUpdated'][] = [];
  const stream = service.subscribe<Update>(WATCH, { id });
  const ended = (async () => {
    for await (const { data } of stream as AsyncIterable<Response<Update>>) seen.push(data.jobUpdated);
  })();
  return { seen, ended, leave: () => stream.return!() };
}

test('clients who come at different times each begin with the job as it is, and then see the same', async () => {
  const hold = service.simx.faults.add({ kind: 'hold' });
  const id = await start('SIM-001');
  await hold.reached(1);
  const early = watch(id);
  await eventually(() => expect(early.seen.at(-1)).toMatchObject({ state: 'RUNNING', version: 2 }));
  await control('pause', id);
  const late = watch(id);
  await eventually(() => expect(late.seen.length).toBeGreaterThan(0));
  // A new subscriber sees the state of the answered command, whatever has been sent to the others so far.
  expect(late.seen[0]).toMatchObject({ state: 'PAUSED', version: 3, inFlight: [{ symbol: 'SIM-001' }] });
  await control('resume', id);
  await control('cancel', id);
  await Promise.all([early.ended, late.ended]);
  const versions = (seen: Update['jobUpdated'][]) => [...new Set(seen.map(({ version }) => version))];
  expect(versions(early.seen)).toEqual([2, 3, 4, 5]);
  expect(versions(late.seen)).toEqual([3, 4, 5]);
  expect(late.seen.at(-1)).toMatchObject({ state: 'CANCELLED' });
});

test('one that leaves takes nothing from the others; the last that leaves takes the stream along', async () => {
  const hold = service.simx.faults.add({ kind: 'hold' });
  const id = await start('SIM-001');
  await hold.reached(1);
  const [first, second] = [watch(id), watch(id)];
  await eventually(() => expect([first.seen.length, second.seen.length]).toEqual([1, 1]));
  await first.leave();
  await control('pause', id);
  await eventually(() => expect(second.seen.at(-1)).toMatchObject({ state: 'PAUSED' }));
  await second.leave();
  await control('resume', id);
  const third = watch(id);
  await eventually(() => expect(third.seen[0]).toMatchObject({ state: 'RUNNING', version: 4 }));
  await control('cancel', id);
  await third.ended;
  expect(first.seen).toHaveLength(1);
});

test('the same document for another job is another stream', async () => {
  const hold = service.simx.faults.add({ kind: 'hold' });
  const ids = [await start('SIM-001'), await start('SIM-002')];
  await hold.reached(2);
  const watched = ids.map(watch);
  await eventually(() => expect(watched.every(({ seen }) => seen.length > 0)).toBe(true));
  await Promise.all(ids.map((id) => control('cancel', id)));
  await Promise.all(watched.map(({ ended }) => ended));
  watched.forEach(({ seen }, n) => expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([ids[n]])));
});

test('a subscription whose field is inside a fragment begins with the job as it is, too', async () => {
  const hold = service.simx.faults.add({ kind: 'hold' });
  const id = await start('SIM-001');
  await hold.reached(1);
  const query = `subscription { ...Watch } fragment Watch on Subscription { jobUpdated(id: "${id}") { version } }`;
  expect((await service.subscribe(query).next()).value).toEqual({ data: { jobUpdated: { version: 2 } } });
});

test('a job whose followers are many is read for all of them together, and each gets every event', async () => {
  const hold = service.simx.faults.add({ kind: 'hold' });
  const id = await start('SIM-001');
  await hold.reached(1);
  const events = 'subscription($id: ID!) { jobEvents(id: $id) { seq type } }';
  const followers = Array.from({ length: 20 }, async () => {
    const types: string[] = [];
    const stream = service.subscribe<{ jobEvents: { type: string } }>(events, { id });
    for await (const { data } of stream as AsyncIterable<Response<{ jobEvents: { type: string } }>>) {
      types.push(data.jobEvents.type);
    }
    return types;
  });
  for (const command of ['pause', 'resume', 'pause', 'resume', 'cancel'] as const) await control(command, id);
  const histories = await Promise.all(followers);
  const wanted = ['CREATED', 'STARTED', 'PAUSED', 'RESUMED', 'PAUSED', 'RESUMED', 'CANCELLED'];
  expect(histories).toEqual(followers.map(() => wanted));
});
