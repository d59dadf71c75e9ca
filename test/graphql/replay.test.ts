import { once } from 'node:events';
import { WebSocket } from 'ws';
import { relayHistory } from '../../src/graphql/live/relay-history';
import type { JobEvent } from '../../src/domain/job-event';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';
import { storedIdOf } from '../support/api-id';

/** More than a hundred batches. */
const BACKLOG = 25_000;
const EVENTS = 'subscription($id: ID!, $after: String) { jobEvents(id: $id, after: $after) { cursor seq type } }';

interface Event {
  readonly cursor: string;
  readonly seq: number;
  readonly type: string;
}

let service: Service;
beforeEach(async () => void (service = await Service.open()));
afterEach(() => service.close());

/** A paused job with a long history. */
async function longStory(): Promise<string> {
  const hold = service.simx.faults.add({ kind: 'hold' });
  const { data } = await service.query<{ startCollection: { id: string } }>(`mutation { startCollection(input: {
    source: "simx", symbols: ["SIM-001"], interval: ONE_DAY, from: "2024-01-01T00:00:00Z", to: "2024-02-01T00:00:00Z"
  }) { ... on CollectionJob { id } } }`);
  const { id } = data.startCollection;
  await hold.reached(1);
  await service.query(`mutation { pauseJob(input: { id: "${id}", inFlight: ABORT }) { __typename } }`);
  const { source } = service.database;
  const last = await eventually(async () => {
    const [row] = await source.query<{ seq: number }[]>(`SELECT seq FROM job_event WHERE type = 'DRAINED'`);
    return row!.seq;
  });
  service.simx.faults.clear();
  await source.query(
    `INSERT INTO job_event (job_id, seq, type, at, actor, total, succeeded, empty, failed, "rows", active_ms, symbols_per_second)
     SELECT job_id, seq + n, 'SYMBOLS_DONE', at, actor, total, succeeded, empty, failed, "rows", active_ms, symbols_per_second
       FROM job_event, generate_series(1, $2) n WHERE job_id = $1 AND seq = $3`,
    [storedIdOf(id), BACKLOG, last],
  );
  await source.query('UPDATE job_progress SET last_event = $2 WHERE job_id = $1', [storedIdOf(id), last + BACKLOG]);
  return id;
}

/** Reads up to `count` events, then cuts the connection without a close frame. */
async function read(id: string, after: string | null, count: number): Promise<{ events: Event[]; ended: boolean }> {
  const socket = new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  const events: Event[] = [];
  let ended = false;
  const over = once(socket, 'close');
  socket.on('message', (text) => {
    if (events.length >= count) return;
    const { type, payload } = JSON.parse((text as Buffer).toString()) as {
      type: string;
      payload: { data: { jobEvents: Event } };
    };
    ended ||= type === 'complete';
    if (type === 'next') events.push(payload.data.jobEvents);
    if (ended || events.length >= count) socket.terminate();
  });
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: EVENTS, variables: { id, after } } }));
  await over;
  return { events, ended };
}

test('over cut connections and restarts every event of a long history comes once, in order', async () => {
  const id = await longStory();
  const seen: Event[] = [];
  // Irregular counts, so that the cuts fall anywhere in a batch.
  for (const count of [1, 199, 200, 201, ...[0.08, 0.2, 0.3].map((part) => BACKLOG * part + 11)]) {
    const { events } = await read(id, seen.at(-1)?.cursor ?? null, count);
    seen.push(...events);
    if (count === 201) await service.restart();
  }
  const rest = read(id, seen.at(-1)!.cursor, Infinity);
  await service.query(`mutation { cancelJob(input: { id: "${id}" }) { __typename } }`);
  const { events, ended } = await rest;
  seen.push(...events);
  expect(ended).toBe(true);
  expect(seen.every(({ seq }, index) => seq === index + 1)).toBe(true);
  expect(seen.length).toBeGreaterThan(BACKLOG);
  expect(seen.at(-1)!.type).toBe('CANCELLED');
});

test('a client that does not read on holds nothing but the event that it has not read', async () => {
  const read: number[] = [];
  const source = (async function* () {
    for (let seq = 1; seq <= BACKLOG; seq++) {
      read.push(seq);
      yield { seq } as JobEvent;
    }
  })();
  const sent: { payload: string; leave: () => void }[] = [];
  const sink = { send: (payload: string, leave: () => void) => void sent.push({ payload, leave }) };
  const gone = new AbortController();
  const relay = relayHistory(source, gone.signal, {
    rendered: async ({ seq }) => String(seq),
    sink,
    failure: () => ({}),
  });
  const end = relay.next();
  await eventually(() => expect(sent).toHaveLength(1));
  expect(read).toEqual([1]);
  sent[0]!.leave();
  await eventually(() => expect(sent.map(({ payload }) => payload)).toEqual(['1', '2']));
  expect(read).toEqual([1, 2]);
  gone.abort();
  sent[1]!.leave();
  expect(await end).toMatchObject({ done: true });
});
