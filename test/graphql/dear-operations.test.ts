import { OperationTypeNode } from 'graphql';
import { WebSocket } from 'ws';
import { ANONYMOUS } from '../../src/graphql/access/principal';
import { DearOperations, type EndTurn } from '../../src/graphql/cost/dear-operations';
import { inTurns } from '../../src/graphql/paging/pagination';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

const DEAR = 50_000;
const never = new AbortController().signal;
const { QUERY, MUTATION, SUBSCRIPTION } = OperationTypeNode;

describe('of dear operations', () => {
  const principal = (name: string) => ({ ...ANONYMOUS, name });
  let operations: DearOperations;
  beforeEach(() => (operations = new DearOperations()));

  const turn = async (name: string, gone = never) => {
    const end = await operations.turnOf(principal(name), QUERY, DEAR, gone);
    if (typeof end !== 'function') throw end;
    return end;
  };

  test('one is executed after the other, and who asks for many keeps nobody else off', async () => {
    const order: string[] = [];
    const run = (name: string) =>
      turn(name).then((end: EndTurn) => {
        order.push(name);
        // A second call has no effect.
        setImmediate(() => [end(), end()]);
      });
    const first = await turn('many');
    const others = [run('many'), run('many'), run('few')];
    first();
    await Promise.all(others);
    expect(order).toEqual(['many', 'few', 'many']);
  });

  test('neither commands, nor events, nor what is cheap waits', async () => {
    await turn('a');
    for (const [type, cost] of [
      [MUTATION, DEAR],
      [SUBSCRIPTION, DEAR],
      [QUERY, 1_000],
    ] as const) {
      expect(await operations.turnOf(principal('b'), type, cost, never)).toBeInstanceOf(Function);
    }
  });

  test('only so many of one principal wait: the others are refused at once', async () => {
    const first = await turn('a');
    const waiting = Array.from({ length: 8 }, () => turn('a'));
    await expect(turn('a')).rejects.toMatchObject({ extensions: { code: 'TOO_MANY_REQUESTS' } });
    first();
    for (const next of waiting) (await next)();
    (await turn('a'))();
  });

  test('who has gone has no turn, and keeps nobody from theirs', async () => {
    const first = await turn('a');
    const gone = new AbortController();
    const refused = operations.turnOf(principal('b'), QUERY, DEAR, gone.signal);
    gone.abort();
    expect(await refused).toMatchObject({ extensions: { code: 'TOO_MANY_REQUESTS' } });
    first();
    (await turn('c'))();
  });
});

describe('a turn ends', () => {
  let service: Service;
  beforeAll(async () => void (service = await Service.open({ COST_PER_SECOND: '1000000000' })));
  afterAll(() => service.close());

  const BARS = 'bars(source: "s", symbol: "S", interval: ONE_DAY, first: 5000)';
  const COSTLY = `{ ${BARS} { edges { node { time open close } } } }`;

  async function overSocket(): Promise<unknown> {
    for await (const { errors } of service.live().iterate({ query: COSTLY })) return errors;
    throw new Error('no result');
  }

  test('with its operation over either transport, also when that fails', async () => {
    const broken = 'ALTER TABLE bar ADD COLUMN broken integer GENERATED ALWAYS AS (1 / (volume::integer)) STORED';
    for (let n = 0; n < 3; n++) {
      expect((await service.query(COSTLY)).errors).toBeUndefined();
      expect(await overSocket()).toBeUndefined();
    }
    await service.database.source.query(broken);
    await service.query(COSTLY);
    expect((await service.query(COSTLY)).errors).toBeUndefined();
  });

  test('when its client has gone', async () => {
    const lock = service.database.source.createQueryRunner();
    await lock.query('SET idle_in_transaction_session_timeout = 0');
    await lock.startTransaction();
    await lock.query('LOCK TABLE bar IN ACCESS EXCLUSIVE MODE');
    const waiting = async () => {
      const [{ n }] = await service.database.source.query<[{ n: number }]>(
        `SELECT count(*)::integer AS n FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'sluice reads' AND wait_event_type = 'Lock'`,
      );
      return n;
    };
    const gone = new AbortController();
    const body = JSON.stringify({ query: COSTLY });
    const headers = { 'content-type': 'application/json' };
    const request = fetch(service.url, { method: 'POST', headers, body, signal: gone.signal });
    await eventually(async () => (await waiting()) === 1);
    gone.abort();
    await expect(request).rejects.toThrow();
    await eventually(async () => (await waiting()) === 0);
    const socket = new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.once('open', () => socket.send('{"type":"connection_init"}'));
    socket.once('message', () =>
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: COSTLY } })),
    );
    await eventually(async () => (await waiting()) === 1);
    socket.terminate();
    await eventually(async () => (await waiting()) === 0);
    await lock.rollbackTransaction();
    await lock.release();
    expect((await service.query(COSTLY)).errors).toBeUndefined();
  });
});

test('a long list leaves everybody else their turns', async () => {
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const entries = Array.from({ length: 1_000 }, (_, n) => n);
  const seen: number[] = [];
  await Promise.all(inTurns(entries).map(async (entry) => seen.push(await entry)));
  isOver = true;
  expect(seen).toEqual(entries);
  expect(turns).toBeGreaterThanOrEqual(9);
});
