import type { CollectionJob } from '../../src/domain/collection-job';
import type { JobEvent } from '../../src/domain/job-event';
import { JobFeed } from '../../src/application/control/job-feed';
import { UNWATCHED } from '../../src/application/ports/telemetry';
import { SharedHistories } from '../../src/graphql/live/shared-history';
import { createSchema } from '../../src/graphql/schema';
import { CollectionJobResolver } from '../../src/graphql/resolvers/jobs/collection-job-resolver';
import { SubscriptionResolver } from '../../src/graphql/resolvers/subscription-resolver';
import { BareApi, LIMITS } from '../support/bare-api';
import { eventually } from '../support/eventually';
import { complete, RawClient, subscribe, type LiveMessage } from '../support/live-client';

class CountedFeed extends JobFeed {
  listeners = 0;
  /** Maximum number of concurrent listeners so far. */
  most = 0;

  override listen(...args: Parameters<JobFeed['listen']>): () => void {
    const leave = super.listen(...args);
    this.most = Math.max(this.most, ++this.listeners);
    let hasLeft = false;
    return () => {
      if (!hasLeft) this.listeners--;
      hasLeft = true;
      leave();
    };
  }
}

/** Holds reads until the test opens it. */
class Gate {
  reads = 0;
  private readonly held: (() => void)[] = [];
  isOpen = false;

  async pass(): Promise<void> {
    this.reads++;
    if (!this.isOpen) await new Promise<void>((resolve) => this.held.push(resolve));
  }

  open(): void {
    this.isOpen = true;
    for (const release of this.held.splice(0)) release();
  }

  close(): void {
    this.isOpen = false;
  }
}

const gate = new Gate();
const feed = new CountedFeed();
let subscribed = 0;
const unknown = new Set(['gone']);
const job = (id: string) => ({ id, state: 'RUNNING', version: 1, drained: false, progress: {} }) as CollectionJob;
const event = (jobId: string, seq: number) => ({ jobId, seq, toState: null }) as JobEvent;

let api: BareApi;
beforeAll(async () => {
  const jobOf = (id: string) => gate.pass().then(() => (unknown.has(id) ? null : job(id)));
  const events = (id: string, after: number) => gate.pass().then(() => (after < 1 ? [event(id, 1)] : []));
  const parts = {
    reads: { by: () => ({ job: jobOf }) },
    feed,
    histories: new SharedHistories({ events } as never, feed),
  };
  const telemetry = { ...UNWATCHED, subscribed: (change: number) => void (subscribed += change) };
  api = await BareApi.serve(
    createSchema([new SubscriptionResolver(), new CollectionJobResolver(null as never, new Map())]),
    { telemetry },
    parts,
  );
});
beforeEach(() => gate.close());
afterEach(() => gate.open());
afterAll(() => api.close());

const QUERIES = {
  jobUpdated: 'subscription($id: ID!) { jobUpdated(id: $id) { id } }',
  jobsUpdated: 'subscription { jobsUpdated { id } }',
  jobEvents: 'subscription($id: ID!) { jobEvents(id: $id) { seq } }',
};
const FIELDS = Object.keys(QUERIES) as (keyof typeof QUERIES)[];
const ask = (field: keyof typeof QUERIES, id = 'op', of = 'a') =>
  subscribe(id, QUERIES[field], field === 'jobsUpdated' ? {} : { id: of });

const nothingLeft = () => eventually(() => expect([feed.listeners, subscribed]).toEqual([0, 0]));

/** Pairs of a message and its `complete`, all under one id. Another message behind them shows that they are read. */
function pairs(count: number, message: LiveMessage): LiveMessage[] {
  return Array.from({ length: count }, () => [message, complete(message.id!)]).flat();
}

describe.each(FIELDS)('%s', (field) => {
  test('asked for and completed thousands of times under one id in one burst leaves nothing behind', async () => {
    const client = await RawClient.open(api.liveUrl);
    client.send(...pairs(3_000, ask(field)), { type: 'ping' });
    while ((await client.next()).type !== 'pong');
    gate.open();
    await nothingLeft();
    expect(feed.most).toBeLessThanOrEqual(LIMITS.maxOperationsPerSocket);
    client.socket.close();
    await client.closed;
  });

  test.each(['held', 'let go'])('in such a burst the socket closes, the reading %s: nothing is left', async (how) => {
    const client = await RawClient.open(api.liveUrl);
    client.send(...pairs(3_000, ask(field)), ask(field, 'last'));
    if (how === 'let go') gate.open();
    await eventually(() => gate.reads > 0 || feed.listeners > 0);
    client.socket.terminate();
    await client.closed;
    await nothingLeft();
    gate.open();
    await nothingLeft();

    const another = await RawClient.open(api.liveUrl);
    another.send(ask(field));
    await eventually(() => feed.listeners > 0);
    if (field === 'jobsUpdated') feed.publish({ job: job('b'), kind: 'TRANSITION' });
    expect(await another.next()).toMatchObject({ id: 'op', type: 'next' });
    another.socket.close();
    await nothingLeft();
  });

  test('that is still being opened when it is completed, or its socket closes, is left at once', async () => {
    const client = await RawClient.open(api.liveUrl);
    const readsBefore = gate.reads;
    client.send(ask(field, '1'), ask(field, '2', 'b'));
    await eventually(() => (field === 'jobsUpdated' ? feed.listeners > 0 : gate.reads >= readsBefore + 2));
    client.send(complete('1'));
    client.socket.close();
    await client.closed;
    await nothingLeft();
    gate.open();
    await nothingLeft();
  });
});

test('operations that are still being opened count, also those that were completed meanwhile', async () => {
  const client = await RawClient.open(api.liveUrl);
  const before = gate.reads;
  const ids = Array.from({ length: LIMITS.maxOperationsPerSocket + 1 }, (_, n) => String(n));
  client.send(...ids.flatMap((id) => [ask('jobEvents', id), complete(id)]));
  const last = ids.at(-1)!;
  expect(await client.next()).toMatchObject({
    id: last,
    type: 'error',
    payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS', limit: LIMITS.maxOperationsPerSocket } }],
  });
  expect(gate.reads - before).toBe(LIMITS.maxOperationsPerSocket);
  gate.open();
  await nothingLeft();
  // The ended operations no longer count.
  client.send(ask('jobEvents', 'next'));
  expect(await client.next()).toMatchObject({ id: 'next', type: 'next' });
  client.socket.close();
  await nothingLeft();
});

test('an id that is used again before its first operation has begun gets its own results only', async () => {
  const client = await RawClient.open(api.liveUrl);
  client.send(ask('jobUpdated', 'op', 'first'), complete('op'), ask('jobUpdated', 'op', 'second'), { type: 'ping' });
  expect(await client.next()).toMatchObject({ type: 'pong' });
  gate.open();
  expect(await client.next()).toEqual({
    id: 'op',
    type: 'next',
    payload: { data: { jobUpdated: { id: 'job_second' } } },
  });
  client.send(ask('jobUpdated', 'other', 'third'));
  expect(await client.next()).toMatchObject({ id: 'other', payload: { data: { jobUpdated: { id: 'job_third' } } } });
  client.socket.close();
  await nothingLeft();
});

test('an id that is used again without having been completed: 4409, and nothing is left', async () => {
  const client = await RawClient.open(api.liveUrl);
  client.send(ask('jobUpdated'), complete('op'), ask('jobUpdated'), ask('jobUpdated'));
  expect(await client.closed).toBe('4409 Subscriber for op already exists');
  await nothingLeft();
});

test('an id that is too long for a close reason closes the socket all the same', async () => {
  const client = await RawClient.open(api.liveUrl);
  const id = 'ö'.repeat(100);
  client.send(ask('jobUpdated', id), ask('jobUpdated', id));
  expect(await client.closed).toMatch(/^4409/);
  await nothingLeft();
});

test('one who leaves while a stream is being opened takes it from nobody else', async () => {
  const [first, second] = [await RawClient.open(api.liveUrl), await RawClient.open(api.liveUrl)];
  first.send(ask('jobUpdated'));
  await eventually(() => subscribed === 1);
  second.send(ask('jobUpdated'));
  await eventually(() => subscribed === 2);
  first.socket.terminate();
  await first.closed;
  await eventually(() => subscribed === 1);
  gate.open();
  expect(await second.next()).toMatchObject({ payload: { data: { jobUpdated: { id: 'job_a' } } } });
  second.socket.close();
  await nothingLeft();
});
