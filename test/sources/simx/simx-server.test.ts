import type { BarsQuery } from '../../../src/sources/simx/bars-query';
import { latencyOf } from '../../../src/sources/simx/faults/latency';
import { barsBetween } from '../../../src/sources/simx/market/prices';
import { rowOf } from '../../../src/sources/simx/simx-api';
import { RequestLog } from '../../../src/sources/simx/faults/request-log';
import { sourceErrorOf } from '../source-error';
import { HOUR, NOW, SimxExchange } from './simx-exchange';

let exchange: SimxExchange;

afterEach(() => exchange.close());

const get = (path: string) => fetch(exchange.baseUrl + path);

describe('GET /v1/bars', () => {
  beforeEach(async () => {
    exchange = await new SimxExchange().start();
  });

  const from = NOW - 600 * HOUR;

  it('answers rows of time, open, high, low, close and volume, and where to go on', async () => {
    const answer = await get(`/v1/bars?symbol=SIM-003&interval=1h&from=${from}&to=${NOW}&limit=2`);
    const rows = barsBetween(1, 'SIM-003', 'ONE_HOUR', from, from + 2 * HOUR).map(rowOf);
    const end = { nextFrom: from + 2 * HOUR, historyFrom: null };
    expect(await answer.json()).toEqual({ symbol: 'SIM-003', interval: '1h', bars: rows, ...end });
    expect(answer.headers.get('server')).toBe('simulated exchange');
  });

  it('answers 500 bars at most, however much is asked for', async () => {
    const answer = await get(`/v1/bars?symbol=SIM-003&interval=1m&from=0&to=999999999999999`);
    expect(await answer.json()).toMatchObject({ bars: { length: 500 }, nextFrom: 500 * 60_000 });
  });

  it('answers no bar before the millisecond in which it closes', async () => {
    const path = `/v1/bars?symbol=SIM-003&interval=1h&from=${NOW}&to=${NOW + 9 * HOUR}`;
    exchange.now = NOW + HOUR - 1;
    expect(await (await get(path)).json()).toMatchObject({ bars: [], nextFrom: null });
    exchange.now = NOW + HOUR;
    expect(await (await get(path)).json()).toMatchObject({ bars: { length: 1 }, nextFrom: null });
  });

  it.each([
    `interval=1h&from=${from}&to=${NOW}`,
    `symbol=SIM-001&interval=10m&from=${from}&to=${NOW}`,
    `symbol=SIM-001&interval=1h&from=-1&to=${NOW}`,
    `symbol=SIM-001&interval=1h&from=${from}`,
    `symbol=SIM-001&interval=1h&from=${NOW}&to=${NOW}`,
    `symbol=SIM-001&interval=1h&from=${from}&to=${NOW}&limit=0`,
    `symbol=SIM-001&interval=1h&from=${from}&to=${NOW}&limit=501`,
    `symbol=SIM-001&symbol=SIM-002&interval=1h&from=${from}&to=${NOW}`,
    `symbol=SIM-001&interval=1h&from=${from}&to=${NOW}&more=1`,
  ])('refuses the query %s', async (query) => {
    const answer = await get(`/v1/bars?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'BAD_QUERY' });
  });

  it('refuses a symbol that it does not list', async () => {
    const answer = await get(`/v1/bars?symbol=BTCUSDT&interval=1h&from=${from}&to=${NOW}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'UNKNOWN_SYMBOL' });
  });
});

it('refuses what goes beyond its rate, and says when to come back', async () => {
  exchange = await new SimxExchange({ ratePerSecond: 0.25, burst: 2 }).start();
  await exchange.fetchPage('SIM-001');
  await exchange.fetchPage('SIM-002');
  const failure = await sourceErrorOf(exchange.fetchPage('SIM-003'));
  expect(failure).toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 4_000 });
  exchange.now += 4_000;
  expect((await exchange.fetchPage('SIM-003')).bars).toHaveLength(500);
  expect(exchange.server.requests.map(({ status }) => status)).toEqual([200, 200, 429, 200]);
});

it('takes its time: within a quarter of the mean, always the same for the same request', async () => {
  exchange = await new SimxExchange({ latencyMs: 40 }).start();
  const asked = performance.now();
  await exchange.fetchPage('SIM-001');
  expect(performance.now() - asked).toBeGreaterThanOrEqual(29);
  const query = (from: number): BarsQuery => ({ symbol: 'SIM-001', interval: 'ONE_HOUR', from, to: NOW });
  const times = Array.from({ length: 500 }, (_, from) => latencyOf(query(from), 100));
  expect(times).toEqual(Array.from({ length: 500 }, (_, from) => latencyOf(query(from), 100)));
  expect([Math.min(...times), Math.max(...times)].map(Math.round)).toEqual([75, 125]);
});

const REQUEST = { symbol: 'SIM-001', interval: 'ONE_HOUR', host: 'localhost', at: 0 };

it('remembers a bounded number of requests, and that there were more', async () => {
  exchange = await new SimxExchange().start();
  const log = new RequestLog();
  for (let from = 0; from < 10_007; from++) log.add({ ...REQUEST, from, to: from + 1 });
  expect(log).toMatchObject({ entries: { length: 10_000 }, dropped: 7 });
  expect(log.entries[0]!.from).toBe(7);
});
