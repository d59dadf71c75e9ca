import { readdirSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createToken } from '../../src/graphql/access/api-tokens';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

const START = `mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }`;
const operator = createToken();

let service: Service;
afterEach(() => service.close());

async function collect(interval: string, to: string, token = ''): Promise<void> {
  const input = { source: 'simx', symbols: ['SIM-001'], interval, from: '2024-01-01T00:00:00Z', to };
  const { data } = await service.query<{ startCollection: { id: string } }>(START, { input }, token);
  const state = `{ job(id: "${data.startCollection.id}") { state } }`;
  const isCompleted = async () => {
    const { data: now } = await service.query<{ job: { state: string } }>(state, {}, token);
    return now.job.state === 'COMPLETED';
  };
  // Some jobs collect a hundred thousand bars.
  await eventually(isCompleted);
}

const get = (path: string, headers: Record<string, string> = {}) => fetch(service.address + path, { headers });
const csv = (asked: Record<string, string>, headers = {}) => get(`/bars.csv?${new URLSearchParams(asked)}`, headers);
const ALL = { source: 'simx', symbol: 'SIM-001', interval: 'FIVE_MINUTES' };

describe('GET and POST /bars.csv', () => {
  test('sends all bars, ascending and digit for digit, in however many batches', async () => {
    service = await Service.open();
    await collect('FIVE_MINUTES', '2024-02-10T00:00:00Z');
    const response = await csv(ALL);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="simx_SIM-001_FIVE_MINUTES.csv"');
    const [header, ...lines] = (await response.text()).trimEnd().split('\n');
    expect(header).toBe('time,open,high,low,close,volume,quote_volume,trades,taker_volume');
    expect(lines).toHaveLength(40 * 288);
    expect(lines).toEqual([...lines].sort());
    const { data } = await service.query<{ bars: { nodes: Record<string, string>[] } }>(
      `{ bars(source: "simx", symbol: "SIM-001", interval: FIVE_MINUTES, first: 5000) {
        nodes { time open high low close volume quoteVolume trades takerVolume } } }`,
    );
    const same = data.bars.nodes.map((bar) => Object.values(bar).join(','));
    expect(lines.slice(0, 5_000)).toEqual(same);
  });

  test('keeps to the period', async () => {
    service = await Service.open();
    await collect('FIVE_MINUTES', '2024-01-03T00:00:00Z');
    const text = await (await csv({ ...ALL, from: '2024-01-02T00:00:00Z', to: '2024-01-02T00:10:00Z' })).text();
    const times = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',')[0]);
    expect(times).toEqual(['time', '2024-01-02T00:00:00.000Z', '2024-01-02T00:05:00.000Z']);
    expect(await (await csv({ ...ALL, symbol: 'SIM-002' })).text()).toBe(
      'time,open,high,low,close,volume,quote_volume,trades,taker_volume\n',
    );
  });

  test.each([
    [{ symbol: 'SIM-001', interval: 'ONE_DAY' }, 'source is missing'],
    [{ ...ALL, interval: '5m' }, 'interval must be one of ONE_MINUTE'],
    [{ ...ALL, from: 'yesterday' }, 'from is no moment'],
    [{ ...ALL, symbol: 'X'.repeat(201) }, 'symbol is too long'],
    [{}, 'source is missing; symbol is missing; interval must'],
  ])('%j is refused with 400: %s', async (asked, message) => {
    service = await Service.open();
    const response = await csv(asked);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { errors: { message: string }[] }).errors[0]!.message).toContain(message);
  });

  test('takes the credential of the header or, from a form, of its field; not of another site', async () => {
    service = await Service.open({ API_TOKENS: `ann:viewer:${operator.hash}` });
    const form = (fields: Record<string, string>, headers = {}) =>
      fetch(`${service.address}/bars.csv`, { method: 'POST', headers, body: new URLSearchParams(fields) });
    expect((await csv(ALL)).status).toBe(401);
    expect((await csv({ ...ALL, token: operator.token })).status).toBe(401);
    expect((await csv(ALL, { authorization: `Bearer ${operator.token}` })).status).toBe(200);
    expect((await form(ALL)).status).toBe(401);
    expect((await form({ ...ALL, token: 'wrong' })).status).toBe(401);
    expect((await form({ ...ALL, token: operator.token })).status).toBe(200);
    expect((await form({ ...ALL, token: operator.token }, { origin: 'https://evil.example' })).status).toBe(403);
  });

  test('stands in a frame of its own page, where it is asked for, and in no other', async () => {
    service = await Service.open();
    for (const asked of [ALL, { ...ALL, interval: 'WRONG' }]) {
      const { headers } = await csv(asked);
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy': "default-src 'none';frame-ancestors 'self'",
        'x-frame-options': 'SAMEORIGIN',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
    }
  });

  test('breaks off, rather than end, when the database goes away in between', async () => {
    service = await Service.open();
    await collect('FIVE_MINUTES', '2024-12-01T00:00:00Z');
    const answer = await new Promise<IncomingMessage>((resolve) =>
      httpRequest(`${service.address}/bars.csv?${new URLSearchParams(ALL)}`, resolve).end(),
    );
    await service.database.refuseConnections();
    let length = 0;
    const ended = (async () => {
      for await (const chunk of answer) length += (chunk as Buffer).length;
    })();
    await expect(ended).rejects.toThrow('aborted');
    expect(length).toBeGreaterThan(0);
  });
});

describe('the page', () => {
  const POLICY =
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';form-action 'self';frame-src 'self';base-uri 'none';frame-ancestors ";

  test.each(['/', '/new', '/data', '/jobs/8e23b298-663b-429c-be70-dd72cd6c2c41'])(
    '%s may load nothing but what the service has, and stands in no frame',
    async (path) => {
      service = await Service.open();
      const response = await get(path, { accept: 'text/html' });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-security-policy')).toBe(`${POLICY}'none'`);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(await response.text()).toMatch(/<script type="module"[^>]* src="\/assets\/[\w-]+\.js">/);
    },
  );

  test('the widget alone may stand in frames of the sites that may use the API', async () => {
    service = await Service.open({ ALLOWED_ORIGINS: 'https://ours.example' });
    const response = await get('/embed/job/1');
    expect(response.headers.get('content-security-policy')).toBe(`${POLICY}'self' https://ours.example`);
    expect(response.headers.get('x-frame-options')).toBeNull();
  });

  test('assets are compressed, and kept for good', async () => {
    service = await Service.open();
    const [asset] = readdirSync(join(__dirname, '../../dist/web/assets')).filter((name) => /^index-.*\.js$/.test(name));
    for (const encoding of ['br', 'gzip']) {
      const response = await get(`/assets/${asset}`, { 'accept-encoding': encoding });
      expect(response.headers.get('content-encoding')).toBe(encoding);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    expect((await get('/assets/nothing.js')).status).toBe(404);
    expect((await get('/assets/..%2f..%2f..%2fpackage.json')).status).toBe(403);
    expect((await get('/nowhere')).status).toBe(404);
  });
});
