import type { Quirk } from '../../../src/sources/simx/market/quirk';
import { HOUR, NOW, SimxExchange } from './simx-exchange';

const RANGE = { from: NOW - HOUR, to: NOW };

describe('the routes that control quirks', () => {
  let exchange: SimxExchange;

  beforeEach(async () => {
    exchange = await new SimxExchange({ control: true }).start();
  });

  afterEach(() => exchange.close());

  const call = (method: string, path: string, body?: unknown) => {
    const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    return fetch(`${exchange.baseUrl}/control/quirks${path}`, { method, headers, body: JSON.stringify(body) });
  };

  it('set, list and clear quirks', async () => {
    const quirk: Required<Quirk> = {
      ...{ listedAt: NOW, holes: [RANGE], offGrid: [NOW], brokenRange: [NOW], twice: [NOW] },
      ...{ reachMs: HOUR, emptyFirst: 1, lateMs: 1, revisedAt: { at: NOW, ...RANGE } },
    };
    const answer = await call('PUT', '/SIM-001', quirk);
    expect([answer.status, await answer.json()]).toEqual([200, { symbol: 'SIM-001', quirk }]);
    expect(await (await call('GET', '')).json()).toEqual({ quirks: [{ symbol: 'SIM-001', quirk }] });
    expect(exchange.server.quirks.of('SIM-001')).toEqual(quirk);
    expect((await call('DELETE', '')).status).toBe(204);
    expect(await (await call('GET', '')).json()).toEqual({ quirks: [] });
  });

  it.each([
    { listedAt: -1 },
    { holes: [{ from: NOW, to: NOW }] },
    { offGrid: NOW },
    { emptyFirst: 0.5 },
    { revisedAt: { at: NOW, from: NOW } },
    { more: 1 },
    null,
  ])('refuse %j', async (quirk) => {
    const answer = await call('PUT', '/SIM-001', quirk);
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ code: 'BAD_QUERY' })]);
    expect(exchange.server.quirks.list()).toEqual([]);
  });

  it('refuse a symbol that is not listed', async () => {
    const answer = await call('PUT', '/SIM-121', {});
    expect(await answer.json()).toMatchObject({ code: 'UNKNOWN_SYMBOL' });
  });
});
