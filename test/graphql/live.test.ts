import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { eventually } from '../support/eventually';
import { RawClient, subscribe } from '../support/live-client';
import { Service, type Response } from '../support/service';

let service: Service;
beforeEach(async () => void (service = await Service.open()));
afterEach(() => service.close());

interface Update {
  jobUpdated: { id: string; state: string; version: number; settled: boolean; progress: { done: number } };
}
interface Event {
  jobEvents: { cursor: string; seq: number; type: string; toState: string | null; progress: { done: number } };
}

const UPDATES = 'subscription($id: ID!) { jobUpdated(id: $id) { id state version settled progress { done rows } } }';
const EVENTS =
  'subscription($id: ID!, $after: String) { jobEvents(id: $id, after: $after) { cursor seq type toState progress { done } } }';

async function start(symbols = 4, concurrency = 2): Promise<string> {
  const { data } = await service.query<{ startCollection: { id: string } }>(
    `mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } ... on Error { message } } }`,
    {
      input: {
        source: 'simx',
        symbols: Array.from({ length: symbols }, (_, n) => `SIM-${String(n + 1).padStart(3, '0')}`),
        interval: 'ONE_DAY',
        from: '2024-01-01T00:00:00Z',
        to: '2024-02-01T00:00:00Z',
        concurrency,
      },
    },
  );
  return data.startCollection.id;
}

const control = (name: 'pause' | 'resume' | 'cancel', id: string) =>
  service.query(`mutation { ${name}Job(input: { id: "${id}" }) { __typename } }`);

/** Reads a subscription to its end. @throws Error when the subscription reports errors */
async function all<T>(stream: AsyncIterableIterator<Response<T>>): Promise<T[]> {
  const seen: T[] = [];
  for await (const { data, errors } of stream) {
    if (errors) throw new Error(JSON.stringify(errors));
    seen.push(data);
  }
  return seen;
}

describe('jobUpdated', () => {
  test('sends the job as it is, then each transition, the last progress, and completes after the terminal state', async () => {
    const hold = service.simx.faults.add({ kind: 'hold' });
    const id = await start();
    await hold.reached(2);
    const stream = service.subscribe<Update>(UPDATES, { id });
    const first = await stream.next();
    expect(first.value).toMatchObject({
      data: { jobUpdated: { id, state: 'RUNNING', version: 2, progress: { done: 0 } } },
    });

    const rest = all(stream);
    await control('pause', id);
    service.simx.faults.clear();
    await eventually(
      async () =>
        (await service.query<{ job: { settled: boolean } }>(`{ job(id: "${id}") { settled } }`)).data.job.settled,
    );
    await control('resume', id);
    const updates = (await rest).map(({ jobUpdated }) => jobUpdated);
    const states = updates.map(({ state }) => state).filter((state, index, list) => state !== list[index - 1]);
    expect(states).toEqual(['PAUSED', 'RUNNING', 'COMPLETED']);
    expect(updates.some(({ state, settled }) => state === 'PAUSED' && settled)).toBe(true);
    expect(updates.at(-1)).toMatchObject({ state: 'COMPLETED', progress: { done: 4 } });
    const versions = updates.map(({ version }) => version);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
  });

  test('of a job that has ended sends it once and completes', async () => {
    const id = await start(1);
    await control('cancel', id);
    const updates = await all(service.subscribe<Update>(UPDATES, { id }));
    expect(updates).toHaveLength(1);
  });

  test('of an unknown job is an error of that subscription only', async () => {
    const { value } = (await service.subscribe<Update>(UPDATES, { id: 'nothing' }).next()) as { value: Response };
    expect(value.errors![0]).toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  });
});

test('jobsUpdated tells of all jobs that fit the filter', async () => {
  service.simx.faults.add({ kind: 'hold' });
  const stream = service.subscribe<{ jobsUpdated: { id: string; state: string } }>(
    'subscription { jobsUpdated(filter: { states: [PAUSED] }) { id state } }',
  );
  let hasCome = false;
  const next = stream.next().finally(() => (hasCome = true));
  const id = await start();
  // The subscription may not have begun yet: pause repeatedly until it delivers a job.
  const paused = eventually(async () => {
    await control('pause', id);
    await control('resume', id);
    return hasCome;
  });
  expect((await next).value).toMatchObject({ data: { jobsUpdated: { id, state: 'PAUSED' } } });
  await paused;
  await stream.return!();
});

describe('jobEvents', () => {
  test('replays the history, goes on live, and completes after the terminal event', async () => {
    const hold = service.simx.faults.add({ kind: 'hold' });
    const id = await start();
    await hold.reached(2);
    await control('pause', id);
    const stream = all(service.subscribe<Event>(EVENTS, { id }));
    service.simx.faults.clear();
    await control('resume', id);
    const events = (await stream).map(({ jobEvents }) => jobEvents);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.map(({ type }) => type).filter((type) => !['SYMBOLS_DONE', 'DRAINED'].includes(type))).toEqual([
      'CREATED',
      'STARTED',
      'PAUSED',
      'RESUMED',
      'COMPLETED',
    ]);
  });

  test('goes on behind a cursor: over dropped connections every event comes once', async () => {
    const id = await start(40, 4);
    const seqs: number[] = [];
    let after: string | null = null;
    for (let ended = false; !ended;) {
      // A new socket each time, cut after three events.
      const client = service.live();
      const stream = client.iterate<Event>({ query: EVENTS, variables: { id, after } });
      for (let n = 0; n < 3 && !ended; n++) {
        const { value, done }: IteratorResult<{ data?: Event | null }> = (await stream.next()) as never;
        ended = Boolean(done);
        if (!value?.data) break;
        seqs.push(value.data.jobEvents.seq);
        after = value.data.jobEvents.cursor;
      }
      client.terminate();
    }
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    const { data } = await service.query<{ job: { events: { totalCount: number } } }>(
      `{ job(id: "${id}") { events { totalCount } } }`,
    );
    expect(seqs).toHaveLength(data.job.events.totalCount);
  });

  test("refuses another job's cursor", async () => {
    const [id, other] = [await start(1), await start(1)];
    const [event] = await all(service.subscribe<Event>(EVENTS, { id: other }));
    const { value } = (await service.subscribe<Event>(EVENTS, { id, after: event!.jobEvents.cursor }).next()) as {
      value: Response;
    };
    expect(value.errors![0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });
});

test.each(['pauseJob', 'resumeJob', 'cancelJob'])(
  'a mistake in %s is the answer to it, and ends nothing else on its socket',
  async (command) => {
    const client = await RawClient.open(service.url.replace('http', 'ws'));
    client.send(subscribe('1', 'subscription { jobsUpdated { id } }'));
    const mutation = `mutation { ${command}(input: { id: "job_00000000-0000-4000-8000-000000000000", requestId: "" }) { __typename } }`;
    client.send(subscribe('2', mutation));
    const refused = { extensions: { code: 'BAD_USER_INPUT', path: ['input', 'requestId'] }, path: [command] };
    expect(await client.next()).toMatchObject({ id: '2', type: 'next', payload: { errors: [refused] } });
    expect(await client.next()).toMatchObject({ id: '2', type: 'complete' });
    client.send({ type: 'ping' });
    expect(await client.next()).toMatchObject({ type: 'pong' });
    const { errors } = await service.query(mutation);
    expect(errors).toMatchObject([refused]);
    client.socket.close();
  },
);

test('queries and mutations work over the WebSocket too, and their errors hide as much', async () => {
  const stream = service.subscribe<{ jobs: { totalCount: number } }>('{ jobs { totalCount } }');
  expect((await stream.next()).value).toEqual({ data: { jobs: { totalCount: 0 } } });
  await service.database.source.query('ALTER TABLE job_lease ADD CONSTRAINT broken CHECK (false) NOT VALID');
  const { value } = (await service
    .subscribe(
      'mutation { startCollection(input: { source: "simx", symbols: ["A"], interval: ONE_DAY, from: "2024-01-01T00:00:00Z", to: "2024-01-02T00:00:00Z" }) { __typename } }',
    )
    .next()) as { value: Response };
  expect(value.errors).toEqual([
    expect.objectContaining({ message: 'Internal error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }),
  ]);
});

test.each([
  ['does not parse', '{'],
  ['cannot begin', 'subscription { jobsUpdated @skip(if: true) { id } }'],
])('an operation that %s ends neither the socket nor another subscription on it', async (_what, query) => {
  service.simx.faults.add({ kind: 'hold' });
  const id = await start();
  const client = service.live();
  const updates = client.iterate<Update>({ query: UPDATES, variables: { id } });
  await updates.next();
  const bad = await client
    .iterate({ query })
    .next()
    .then(
      ({ value }) => (value as Response).errors,
      (errors: unknown) => errors,
    );
  expect(bad).toHaveLength(1);
  await control('cancel', id);
  expect((await updates.next()).value).toMatchObject({ data: { jobUpdated: { state: 'CANCELLED' } } });
});

test('a subscription over HTTP is told where it is served', async () => {
  const { errors } = await service.query('subscription { jobsUpdated { id } }');
  expect(errors![0]).toMatchObject({
    message: expect.stringContaining('WebSocket'),
    extensions: { code: 'BAD_REQUEST' },
  });
});

test('a subscriber that stalls harms neither the job nor another subscriber', async () => {
  const hold = service.simx.faults.add({ kind: 'hold' });
  const id = await start(100, 8);
  await hold.reached(8);
  const stalled = new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(stalled, 'open');
  stalled.send(JSON.stringify({ type: 'connection_init' }));
  await once(stalled, 'message');
  stalled.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: UPDATES, variables: { id } } }));
  await once(stalled, 'message');
  // The client reads nothing from here on.
  (stalled as unknown as { _socket: { pause(): void } })._socket.pause();

  const updates = all(service.subscribe<Update>(UPDATES, { id }));
  service.simx.faults.clear();
  expect((await updates).at(-1)).toMatchObject({ jobUpdated: { state: 'COMPLETED', progress: { done: 100 } } });
  stalled.terminate();
});

describe('the door', () => {
  test('lets a page of Apollo Studio in, and no foreign page', async () => {
    const open = async (origin: string) => {
      const socket = new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws', { origin });
      const result = await once(socket, 'open').then(
        () => 'open',
        (error: Error) => error.message,
      );
      socket.terminate();
      return result;
    };
    expect(await open('https://studio.apollographql.com')).toBe('open');
    expect(await open(service.address)).toBe('open');
    expect(await open('https://evil.example')).toContain('403');
    expect(await open('null')).toContain('403');
  });

  test('answers CORS requests of Apollo Studio, and none of a foreign page', async () => {
    const preflight = async (origin: string) =>
      (
        await fetch(service.url, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'content-type',
          },
        })
      ).headers.get('access-control-allow-origin');
    expect(await preflight('https://studio.apollographql.com')).toBe('https://studio.apollographql.com');
    expect(await preflight('https://evil.example')).toBeNull();
  });

  test('lets Apollo Studio reach a service on the same machine', async () => {
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-private-network': 'true' };
    const allowed = async (origin: string) =>
      (await fetch(service.url, { method: 'OPTIONS', headers: { ...asked, origin } })).headers.get(
        'access-control-allow-private-network',
      );
    expect(await allowed('https://studio.apollographql.com')).toBe('true');
    expect(await allowed('https://evil.example')).toBeNull();
  });

  test('shows its schema, but not in production, over neither transport', async () => {
    const introspection = '{ __schema { queryType { name } } }';
    const overSocket = async (asked: Service) => (await asked.subscribe(introspection).next()).value as Response;
    expect((await service.query(introspection)).errors).toBeUndefined();
    expect((await overSocket(service)).errors).toBeUndefined();
    const production = await Service.open({ NODE_ENV: 'production' });
    expect((await production.query(introspection)).errors).toHaveLength(1);
    await expect(overSocket(production)).rejects.toContainEqual(
      expect.objectContaining({ message: expect.stringMatching(/introspection/i) }),
    );
    await production.close();
  });

  test('shows GraphiQL to a browser, with nothing to be loaded from elsewhere', async () => {
    const page = await (await fetch(service.url, { headers: { accept: 'text/html' } })).text();
    expect(page).toContain('<title>Sluice</title>');
    expect(page).not.toMatch(/<(script|link)[^>]+(src|href)="(https?:)?\/\//);
  });

  test('says how it is', async () => {
    expect((await fetch(`${service.address}/health/live`)).status).toBe(200);
    expect((await fetch(`${service.address}/health/ready`)).status).toBe(200);
  });

  test('survives a client that is refused and resets its connection', async () => {
    const { hostname, port } = new URL(service.address);
    const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    socket.on('error', () => undefined);
    socket.write('GET /nope HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await once(socket, 'data');
    socket.resetAndDestroy();
    await once(socket, 'close');
    expect((await fetch(`${service.address}/health/live`)).status).toBe(200);
  });

  test('survives what is no HTTP', async () => {
    const { hostname, port } = new URL(service.address);
    const socket = connect(Number(port), hostname);
    socket.write('GET /graphql HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    await once(socket.resume(), 'close');
    expect((await fetch(`${service.address}/health/live`)).status).toBe(200);
  });
});
