import { UNWATCHED } from '../../src/application/ports/telemetry';
import { JobFeed } from '../../src/application/control/job-feed';
import { SharedHistories } from '../../src/graphql/live/shared-history';
import { CollectionJobResolver } from '../../src/graphql/resolvers/jobs/collection-job-resolver';
import { SubscriptionResolver } from '../../src/graphql/resolvers/subscription-resolver';
import { createSchema } from '../../src/graphql/schema';
import { BareApi } from '../support/bare-api';
import { RawClient } from '../support/live-client';

let api: BareApi;
let client: RawClient;
let opened = 0;
beforeAll(async () => {
  const feed = new JobFeed();
  const job = async (id: string) => ({ id, state: 'COMPLETED', version: 1, progress: {} });
  const events = async () => [];
  const telemetry = { ...UNWATCHED, subscribed: (change: number) => void (opened += Math.max(change, 0)) };
  const parts = { reads: { by: () => ({ job }) }, feed, histories: new SharedHistories({ events } as never, feed) };
  api = await BareApi.serve(
    createSchema([new SubscriptionResolver(), new CollectionJobResolver(null as never, new Map())]),
    { telemetry },
    parts,
  );
});
beforeEach(async () => {
  opened = 0;
  client = await RawClient.open(api.liveUrl);
});
afterEach(async () => {
  client.socket.close();
  await client.closed;
});
afterAll(() => api.close());

const ask = (query: string, variables: object = {}, operationName?: string) =>
  client.send({ type: 'subscribe', id: '1', payload: { query, variables, operationName } });

const V = '($v: Boolean!)';
const REFUSED: [string, string, string][] = [
  ['skip, said outright', 'subscription { jobsUpdated @skip(if: true) { id } }', 'skip'],
  ['include, said outright', 'subscription { jobsUpdated @include(if: true) { id } }', 'include'],
  ['skip by a variable', `subscription${V} { jobsUpdated @skip(if: $v) { id } }`, 'skip'],
  ['include by a variable', `subscription${V} { jobsUpdated @include(if: $v) { id } }`, 'include'],
  [
    'one of two fields by a variable',
    `subscription${V} { jobUpdated(id: "a") @skip(if: $v) { id } jobsUpdated @include(if: $v) { id } }`,
    'skip',
  ],
  ['an inline fragment', `subscription${V} { ... @skip(if: $v) { jobsUpdated { id } } }`, 'skip'],
  ['a field in an inline fragment', `subscription${V} { ... { jobsUpdated @include(if: $v) { id } } }`, 'include'],
  [
    'a field in an inline fragment with a type',
    'subscription { ... on Subscription { jobsUpdated @include(if: false) { id } } }',
    'include',
  ],
  [
    'the spread of a fragment',
    `subscription${V} { ...F @include(if: $v) } fragment F on Subscription { jobsUpdated { id } }`,
    'include',
  ],
  [
    'a field in a fragment in a fragment',
    `subscription${V} { ...F } fragment F on Subscription { ...G } fragment G on Subscription { jobsUpdated @skip(if: $v) { id } }`,
    'skip',
  ],
];

test.each(REFUSED)('%s is refused as not valid', async (_what, query, directive) => {
  for (const v of [true, false]) {
    ask(query, { v });
    const { type, payload } = await client.next();
    expect(type).toBe('error');
    expect((payload as object[])[0]).toMatchObject({
      message: `The root field of a subscription must not depend on @${directive}.`,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  }
  expect(opened).toBe(0);
});

test('any operation of the document: it is the document that is not valid', async () => {
  const query = `subscription A { jobUpdated(id: "a") { id } } subscription B { jobsUpdated @skip(if: true) { id } }`;
  ask(query, {}, 'A');
  expect(await client.next()).toMatchObject({
    type: 'error',
    payload: [{ message: expect.stringContaining('@skip') }],
  });
});

test('fragments that lead to each other are refused as such', async () => {
  ask('subscription { ...F } fragment F on Subscription { ...G } fragment G on Subscription { ...F }');
  expect(await client.next()).toMatchObject({ type: 'error' });
});

test.each([
  ['below the root', `subscription${V} { jobUpdated(id: "a") { id @include(if: $v) state @skip(if: $v) } }`],
  [
    'in a query of the same document',
    `query Q${V} { job(id: "a") @skip(if: $v) { id } } subscription S${V} { jobUpdated(id: "a") { id @include(if: $v) } }`,
  ],
])('%s they are as good as ever', async (_what, query) => {
  ask(query, { v: true }, query.startsWith('query') ? 'S' : undefined);
  expect(await client.next()).toEqual({ id: '1', type: 'next', payload: { data: { jobUpdated: { id: 'job_a' } } } });
  expect(await client.next()).toMatchObject({ type: 'complete' });
});

test('of several subscriptions in a document the field of the one that is meant counts', async () => {
  const query = `subscription A { jobsUpdated { id } } subscription B { ...F } fragment F on Subscription { jobUpdated(id: "b") { id } }`;
  ask(query, {}, 'B');
  expect(await client.next()).toMatchObject({ payload: { data: { jobUpdated: { id: 'job_b' } } } });
  expect(await client.next()).toMatchObject({ type: 'complete' });
});

test('over HTTP such a document is refused as well', async () => {
  const query = `subscription${V} { jobsUpdated @skip(if: $v) { id } }`;
  const body = JSON.stringify({ query, variables: { v: true } });
  const response = await fetch(api.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  expect([response.status, await response.json()]).toMatchObject([
    400,
    { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
  ]);
});
