import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import * as fc from 'fast-check';
import { request, type Dispatcher, Pool } from 'undici';
import { WebSocket } from 'ws';
import { isAll } from '../support/scope.js';
import { preparedFolder } from '../support/prepared-folder';
import { ServiceProcess } from '../support/service-process';

/** To replay a run: FUZZ_SEED=… npm test -- fuzz */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const [HTTP_INPUTS, SOCKETS, MESSAGES_PER_SOCKET] = isAll ? [7_000, 150, 20] : [3_000, 50, 20];
const ANSWER_MS = 10_000;

const OPERATIONS = [
  '{ jobs(first: 2) { totalCount edges { cursor node { id state events { edges { node { seq } } } } } } }',
  'query($id: ID!) { job(id: $id) { id symbols(states: [FAILED], first: 3) { edges { node { symbol } } } } }',
  'query($after: String, $n: Int) { bars(source: "simx", symbol: "S", interval: ONE_DAY, first: $n, after: $after) { totalCount } }',
  'mutation($id: ID!, $v: Int, $r: String) { pauseJob(input: { id: $id, expectedVersion: $v, requestId: $r }) { __typename } }',
  'mutation($input: StartCollectionInput!) { startCollection(input: $input) { __typename ... on Error { message } } }',
  'mutation($id: ID!) { retryFailed(input: { id: $id }) { __typename } cancelJob(input: { id: $id, reason: "x" }) { __typename } }',
  'subscription($id: ID!, $after: String) { jobEvents(id: $id, after: $after) { seq cursor } }',
  'subscription($f: JobFilter) { jobsUpdated(filter: $f) { id } }',
  'query($id: ID!, $after: String, $n: Int) { node(id: $id) { __typename id } series(symbolContains: $after, after: $after, first: $n) { totalCount nodes { id covered(limit: $n) { from } } } }',
  '{ __schema { types { fields { type { ofType { ofType { name } } } } } } }',
];

/** Hostile text: control characters, lone surrogates, syntax of other languages, excessive length. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '\0',
    '\ud800',
    "'; DROP TABLE job_event; --",
    '../../etc/passwd',
    '${7*7}',
    '__proto__',
    '%00',
    '\u202e',
  ),
  fc.nat(200_000).map((length) => 'x'.repeat(length)),
);
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(2 ** 31, -1, 1e308, Number.MAX_SAFE_INTEGER + 2));
const value: fc.Arbitrary<unknown> = fc.oneof(
  nasty,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 4 }),
);
const input = fc.record(
  {
    source: fc.oneof(fc.constant('simx'), value),
    symbols: fc.oneof(fc.array(nasty, { maxLength: 5 }), value),
    interval: fc.oneof(fc.constant('ONE_DAY'), value),
    mode: fc.oneof(fc.constantFrom('MISSING', 'REFRESH'), value),
    from: fc.oneof(fc.constantFrom('2024-01-01T00:00:00Z', '0000-00-00', '+275761-01-01T00:00:00Z'), value),
    to: fc.oneof(fc.constantFrom('2024-02-01T00:00:00Z', '9999-12-31T23:59:60Z'), value),
    concurrency: value,
    requestId: value,
    name: value,
  },
  { requiredKeys: [] },
);
/** Text after the prefix of an id. */
const named = fc
  .tuple(fc.constantFrom('job_', 'ser_', 'src_'), fc.oneof(nasty, number))
  .map(([prefix, rest]) => prefix + rest);
const variables = fc.oneof(
  value,
  fc.record(
    { id: fc.oneof(value, named), after: value, n: value, v: value, r: value, f: value, input: fc.oneof(input, value) },
    { requiredKeys: [] },
  ),
);
/** An operation with a part removed or replaced, or the whole repeated. */
const document = fc
  .tuple(fc.constantFrom(...OPERATIONS), fc.nat(250), fc.nat(40), fc.oneof(fc.constant(''), nasty), fc.nat(30))
  .map(([text, at, length, inserted, times]) =>
    times < 24 ? text.slice(0, at) + inserted + text.slice(at + (times % 5) * length) : text.repeat(times - 23),
  );
const deep = fc.nat(30_000).map((depth) => '{ a'.repeat(depth) + '}'.repeat(depth));
const query = fc.oneof(fc.constantFrom(...OPERATIONS), document, nasty, deep, value);
const body = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ query, variables, operationName: value, extensions: value }, { requiredKeys: ['query'] }),
  },
  { weight: 1, arbitrary: value },
  { weight: 1, arbitrary: fc.array(fc.record({ query }), { maxLength: 30 }) },
);
const contentType = fc.oneof(
  { weight: 8, arbitrary: fc.constant('application/json') },
  fc.constantFrom('text/plain', 'application/graphql', 'application/json; charset=utf-16', 'multipart/form-data', 'x'),
);
const http = fc.record({
  method: fc.oneof(
    { weight: 8, arbitrary: fc.constant('POST') },
    fc.constantFrom('GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'),
  ),
  type: contentType,
  text: fc.oneof({ weight: 6, arbitrary: body.map((content) => JSON.stringify(content) ?? '') }, nasty),
  cut: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat(50)),
});
const message = fc.oneof(
  fc.record({
    type: fc.constantFrom('subscribe', 'subscribe', 'complete', 'ping', 'connection_init', 'next'),
    id: fc.constantFrom('1', '2', '3'),
    payload: fc.record({ query, variables }),
  }),
  fc.record({ type: value, id: value, payload: value }),
  value,
);

let service: ServiceProcess;
let address: string;
let folder: Awaited<ReturnType<typeof preparedFolder>>;
beforeAll(async () => {
  folder = await preparedFolder();
  const settings = {
    MUTATIONS_PER_MINUTE: '1000000',
    COST_PER_SECOND: '1000000000',
    LOG_LEVEL: 'error',
    HEARTBEAT_MS: '1000',
  };
  service = new ServiceProcess({ DATA_DIR: folder.path, ...settings, LOG_LEVEL: 'info' });
  address = await service.ready();
});
afterAll(async () => {
  await service.kill('SIGKILL');
  await folder.remove();
});

function residentMiB(): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))![1]) / 1_024;
}

async function isReady(): Promise<boolean> {
  const { statusCode, body: answer } = await request(new URL('/health/ready', address));
  await answer.dump();
  return statusCode === 200;
}

/** @returns what is wrong with an answer, or null */
async function complaint({ statusCode, body: answer }: Dispatcher.ResponseData): Promise<string | null> {
  const text = await answer.text();
  if (/node_modules|at Object\.|SELECT |INSERT |job_lease|\/src\//.test(text)) return `leaks: ${text.slice(0, 400)}`;
  const errors = text.startsWith('{')
    ? ((JSON.parse(text) as { errors?: { extensions?: { code?: string } }[] }).errors ?? [])
    : [];
  if (errors.some(({ extensions }) => extensions?.code === 'INTERNAL_SERVER_ERROR'))
    return `internal: ${text.slice(0, 400)}`;
  return statusCode >= 500 && !errors[0]?.extensions?.code ? `${statusCode}: ${text.slice(0, 400)}` : null;
}

test(`${HTTP_INPUTS} hostile HTTP requests: none is a failure of the service, none hangs, memory stays flat`, async () => {
  const inputs = fc.sample(http, { numRuns: HTTP_INPUTS, seed: SEED });
  const pool = new Pool(new URL(address).origin, {
    connections: 16,
    headersTimeout: ANSWER_MS,
    bodyTimeout: ANSWER_MS,
  });
  const complaints: string[] = [];
  let warm = 0;
  const ask = async ({ method, type, text, cut }: (typeof inputs)[number]) => {
    const sent = text.slice(0, text.length - cut);
    const path =
      method === 'GET'
        ? `/graphql?query=${encodeURIComponent(sent.slice(0, 2_000).replaceAll(/\p{Surrogate}/gu, ''))}`
        : '/graphql';
    const answer = await pool.request({
      method: method,
      path,
      headers: { 'content-type': type, accept: 'application/json' },
      body: method === 'GET' ? null : sent,
    });
    const wrong = await complaint(answer);
    if (wrong) complaints.push(`${wrong} for ${method} ${type} ${sent.slice(0, 600)}`);
  };
  const lane = async (): Promise<void> => {
    for (let next = inputs.pop(); next; next = inputs.pop()) {
      await ask(next).catch((error: Error) =>
        complaints.push(`${error.message} for ${JSON.stringify(next).slice(0, 600)}`),
      );
      if (inputs.length === HTTP_INPUTS - 2_000) warm = residentMiB();
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  await pool.close();
  expect({ seed: SEED, complaints: complaints.slice(0, 5) }).toEqual({ seed: SEED, complaints: [] });
  expect(await isReady()).toBe(true);
  expect(residentMiB()).toBeLessThan(warm + 250);
});

test(`${SOCKETS * MESSAGES_PER_SOCKET} hostile WebSocket messages: sockets are closed with a reason, the service is not harmed`, async () => {
  const inputs = fc.sample(fc.array(message, { minLength: MESSAGES_PER_SOCKET, maxLength: MESSAGES_PER_SOCKET }), {
    numRuns: SOCKETS,
    seed: SEED,
  });
  const complaints: string[] = [];
  const converse = async (messages: unknown[], n: number) => {
    const socket = new WebSocket(address.replace('http', 'ws'), 'graphql-transport-ws');
    socket.on('error', () => undefined);
    const closed = once(socket, 'close');
    await once(socket, 'open');
    socket.on('message', (data) => {
      const text = (data as Buffer).toString();
      if (/INTERNAL_SERVER_ERROR|node_modules|SELECT /.test(text)) complaints.push(text.slice(0, 400));
    });
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    for (const content of messages) {
      const text = JSON.stringify(content) ?? '';
      socket.send(n % 3 === 0 ? text.slice(0, -1) : text, { binary: n % 7 === 0 });
    }
    socket.close();
    await closed;
  };
  while (inputs.length > 0) await Promise.all(inputs.splice(0, 10).map(converse));
  expect({ seed: SEED, complaints: complaints.slice(0, 5) }).toEqual({ seed: SEED, complaints: [] });
  expect(await isReady()).toBe(true);
});
