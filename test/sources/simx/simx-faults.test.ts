import type { FaultKind } from '../../../src/sources/simx/faults/active-fault';
import { eventually } from '../../support/eventually';
import { sourceErrorOf } from '../source-error';
import { HOUR, NOW, SimxExchange } from './simx-exchange';

let exchange: SimxExchange;

beforeEach(async () => {
  exchange = await new SimxExchange({ control: true }).start({ deadlineMs: 2_000 });
});

afterEach(() => exchange.close());

it.each<[FaultKind, string, number | undefined]>([
  ['unknown-symbol', 'BAD_SYMBOL', undefined],
  ['junk', 'BAD_RESPONSE', undefined],
  ['truncated', 'BAD_RESPONSE', undefined],
  ['server-error', 'SOURCE_DOWN', undefined],
  ['ban', 'BANNED', 30_000],
  ['rate-limit', 'RATE_LIMITED', 30_000],
])('%s is met as %s, as often as was ordered', async (kind, code, retryAfterMs) => {
  const fault = exchange.server.faults.add({ kind, symbol: 'SIM-001', times: 2, retryAfterSeconds: 30 });
  for (let i = 0; i < 2; i++) {
    expect(await sourceErrorOf(exchange.fetchPage('SIM-001'))).toMatchObject({ code, retryAfterMs });
    expect((await exchange.fetchPage('SIM-002')).bars).toHaveLength(500);
  }
  expect((await exchange.fetchPage('SIM-001')).bars).toHaveLength(500);
  expect(fault.hits).toBe(2);
});

it('hang is met as TIMEOUT', async () => {
  await exchange.close();
  exchange = await new SimxExchange().start({ deadlineMs: 50 });
  exchange.server.faults.add({ kind: 'hang' });
  expect((await sourceErrorOf(exchange.fetchPage('SIM-001'))).code).toBe('TIMEOUT');
});

it('empty is met as a valid page without bars', async () => {
  exchange.server.faults.add({ kind: 'empty' });
  expect(await exchange.fetchPage('SIM-001')).toMatchObject({ bars: [], answered: { to: NOW }, next: null });
});

it('without a symbol every symbol meets it, until it is cleared', async () => {
  exchange.server.faults.add({ kind: 'server-error' });
  for (const symbol of ['SIM-001', 'SIM-002', 'SIM-001']) {
    expect((await sourceErrorOf(exchange.fetchPage(symbol))).code).toBe('SOURCE_DOWN');
  }
  exchange.server.faults.clear();
  expect((await exchange.fetchPage('SIM-001')).bars).toHaveLength(500);
});

describe('hold', () => {
  it('keeps a request in the test’s hand, and then answers it as usual', async () => {
    const hold = exchange.server.faults.add({ kind: 'hold', symbol: 'SIM-001' });
    let isAnswered = false;
    const page = exchange.fetchPage('SIM-001').finally(() => (isAnswered = true));
    await hold.reached();
    expect((await exchange.fetchPage('SIM-002')).bars).toHaveLength(500);
    expect({ isAnswered, waiting: hold.waiting }).toEqual({ isAnswered: false, waiting: 1 });
    expect(exchange.server.requests[0]).toMatchObject({ symbol: 'SIM-001', fault: 'hold', status: null });
    hold.release();
    expect((await page).bars).toHaveLength(500);
    expect(exchange.server.requests[0]).toMatchObject({ status: 200 });
    expect((await exchange.fetchPage('SIM-001')).bars).toHaveLength(500);
  });

  it('sees its client go: an abort reaches the exchange’s socket', async () => {
    const hold = exchange.server.faults.add({ kind: 'hold' });
    const controller = new AbortController();
    const page = exchange.fetchPage('SIM-001', { signal: controller.signal });
    page.catch(() => undefined);
    await hold.reached();
    controller.abort(new Error('cancelled'));
    await expect(page).rejects.toThrow('cancelled');
    await hold.idle();
    expect(exchange.server.requests[0]).toMatchObject({ fault: 'hold', status: null });
  });

  it('lets go when all faults are cleared, and when the exchange closes', async () => {
    const first = exchange.server.faults.add({ kind: 'hold', times: 1 });
    const page = exchange.fetchPage('SIM-001');
    await first.reached();
    exchange.server.faults.clear();
    expect((await page).bars).toHaveLength(500);
    const second = exchange.server.faults.add({ kind: 'hold' });
    const lost = exchange.fetchPage('SIM-001').catch((error: unknown) => error);
    await second.reached();
    await exchange.server.close();
    await lost;
    expect(second.waiting).toBe(0);
  });
});

describe('the handle over HTTP', () => {
  const control = (path: string, init?: RequestInit) => fetch(`${exchange.baseUrl}/control/${path}`, init);
  const order = (body: unknown) =>
    control('faults', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });

  it('switches faults on, one off, and all off', async () => {
    const answer = await order({ kind: 'server-error', symbol: 'SIM-001', times: 3 });
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as { id: number };
    await sourceErrorOf(exchange.fetchPage('SIM-001'));
    expect(await (await control('faults')).json()).toMatchObject({ faults: [{ id, kind: 'server-error', hits: 1 }] });
    expect((await control(`faults/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await control(`faults/${id}`, { method: 'DELETE' })).status).toBe(404);
    await order({ kind: 'junk' });
    expect((await control('faults', { method: 'DELETE' })).status).toBe(204);
    expect((await exchange.fetchPage('SIM-001')).bars).toHaveLength(500);
  });

  it.each([{ kind: 'fire' }, { kind: 'ban', times: 0 }, { kind: 'ban', what: 1 }, {}])('refuses %j', async (body) => {
    expect((await order(body)).status).toBe(400);
    expect(exchange.server.faults.list()).toEqual([]);
  });

  it('tells what was requested', async () => {
    await exchange.fetchPage('SIM-001');
    const from = NOW - 1200 * HOUR;
    const { host } = new URL(exchange.baseUrl);
    const asked = { symbol: 'SIM-001', interval: 'ONE_HOUR', from, to: NOW, host, at: NOW };
    const requests = [{ ...asked, endedAt: NOW, fault: null, status: 200, retryAfterSeconds: null }];
    expect(await (await control('requests')).json()).toEqual({ requests, dropped: 0 });
  });

  it('tells when a request ended, and for how long it asked to be left alone', async () => {
    const fault = exchange.server.faults.add({ kind: 'hang', times: 1 });
    const controller = new AbortController();
    const asking = exchange.fetchPage('SIM-001', { signal: controller.signal }).catch(() => undefined);
    await fault.reached();
    expect(exchange.server.requests[0]).toMatchObject({ endedAt: null, status: null });
    controller.abort();
    await asking;
    await eventually(() => expect(exchange.server.requests[0]).toMatchObject({ endedAt: NOW, status: null }));
    exchange.server.faults.add({ kind: 'rate-limit', times: 1, retryAfterSeconds: 7 });
    await exchange.fetchPage('SIM-001').catch(() => undefined);
    expect(exchange.server.requests[1]).toMatchObject({ endedAt: NOW, status: 429, retryAfterSeconds: 7 });
  });

  it('is not there unless the setting says so', async () => {
    await exchange.close();
    exchange = await new SimxExchange().start();
    expect((await order({ kind: 'junk' })).status).toBe(404);
    expect((await control('requests')).status).toBe(404);
  });
});
