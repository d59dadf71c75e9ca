import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../src/config';
import { openSources } from '../../src/service-sources';
import { StartupError } from '../../src/startup-error';
import { CannedServer, json, text, type Answer } from '../sources/canned-server';
import { eventually } from '../support/eventually';
import { README_SOURCE } from '../support/readme-source';
import { Service } from '../support/service';
import { SILENT_LOG } from '../support/silent-log';
import { UNREACHABLE_SOURCES } from '../support/unreachable-sources';

const [KEY_ID, SECRET] = ['PKTESTKEYID0123456789', 'sEcret/of+tests0123456789'];
const KEYS = { ALPACA_KEY_ID: KEY_ID, ALPACA_SECRET_KEY: SECRET };

/** Trading days around the change of the clocks in New York, as "Historical bars" answers them. */
const DAYS = [
  [
    '2024-03-06T05:00:00Z',
    '{"t":"2024-03-06T05:00:00Z","o":171.06,"h":171.24,"l":168.68,"c":169.12,"v":1128839,"n":15462,"vw":169.510133}',
  ],
  [
    '2024-03-07T05:00:00Z',
    '{"t":"2024-03-07T05:00:00Z","o":169.155,"h":170.73,"l":168.49,"c":169,"v":1079204,"n":14706,"vw":169.39571}',
  ],
  [
    '2024-03-08T05:00:00Z',
    '{"t":"2024-03-08T05:00:00Z","o":169,"h":173.7,"l":168.94,"c":170.73,"v":1285402,"n":16944,"vw":171.47261}',
  ],
  [
    '2024-03-11T04:00:00Z',
    '{"t":"2024-03-11T04:00:00Z","o":172.94,"h":174.38,"l":172.05,"c":172.75,"v":916563,"n":12693,"vw":173.168237}',
  ],
  [
    '2024-03-12T04:00:00Z',
    '{"t":"2024-03-12T04:00:00Z","o":173.15,"h":174.03,"l":171.01,"c":173.23,"v":960032,"n":13151,"vw":172.619428}',
  ],
] as const;
/** It may return fewer than `limit`, with a token for the rest. */
const PAGE = 3;

let sent: URL[];
const alpaca: Answer = (request, response) => {
  const url = new URL(request.url!, 'http://server');
  sent.push(url);
  const { 'apca-api-key-id': id, 'apca-api-secret-key': secret } = request.headers;
  if (id !== KEY_ID || secret !== SECRET) return json(403, { message: 'forbidden.' })(request, response);
  const [, , , symbol] = url.pathname.split('/').map(decodeURIComponent);
  if (symbol === 'NO.SUCH') return json(400, { message: `invalid symbol: ${symbol}` })(request, response);
  if (symbol === 'ECHO') return json(400, { message: `bad request of ${id} with ${secret}` })(request, response);
  const [start, end] = ['start', 'end'].map((name) => Date.parse(url.searchParams.get(name)!)) as [number, number];
  const rows = DAYS.filter(([time]) => Date.parse(time) >= start && Date.parse(time) <= end).map(([, row]) => row);
  const bars = rows.length === 0 ? 'null' : `[${rows.slice(0, PAGE).join()}]`;
  const token = rows.length > PAGE ? '"QUFQTHxEfDIwMjQ="' : 'null';
  text(200, `{"bars":${bars},"symbol":"${symbol}","next_page_token":${token}}`)(request, response);
};

let folder: string;
let server: CannedServer;
let service: Service | undefined;
beforeEach(async () => {
  sent = [];
  folder = mkdtempSync(join(tmpdir(), 'sluice-sources-'));
  writeFileSync(join(folder, 'alpaca.json'), README_SOURCE);
  server = await CannedServer.start(alpaca);
});
afterEach(async () => {
  await service?.close();
  service = undefined;
  await server.close();
  rmSync(folder, { recursive: true });
});

const env = (keys: Record<string, string>) => ({
  ...{ SOURCES_DIR: folder, SOURCE_URLS: `${UNREACHABLE_SOURCES},alpaca=${server.baseUrl}`, ...keys },
});
const START = `mutation($symbols: [String!]!) {
  startCollection(input: { source: "alpaca", symbols: $symbols, interval: ONE_DAY, from: "2024-03-06", to: "2024-03-13" }) {
    ... on CollectionJob { id } ... on InvalidInputError { message path } } }`;
const start = (symbols: readonly string[]) =>
  service!.query<{ startCollection: { id?: string; message?: string; path?: string[] } }>(
    START.replace('"2024-03-06"', '"2024-03-06T00:00:00Z"').replace('"2024-03-13"', '"2024-03-13T00:00:00Z"'),
    { symbols },
  );

async function collected(symbols: readonly string[]) {
  const { data } = await start(symbols);
  const query = `query($id: ID!) { job(id: $id) { state verdict
    symbols { nodes { symbol state missing error { code message } } } } }`;
  return eventually(
    async () => {
      const found = await service!.query<{ job: { state: string; verdict: string; symbols: { nodes: object[] } } }>(
        query,
        data.startCollection,
      );
      if (found.data.job?.state !== 'COMPLETED') throw new Error(JSON.stringify(found));
      return found.data.job;
    },
    { timeoutMs: 60_000 },
  );
}

test('the file in the README collects daily bars of a stock, exactly, with keys from the environment', async () => {
  service = await Service.open(env(KEYS));
  const { data: told } = await service.query(
    '{ source(name: "alpaca") { isConfigured description intervals symbols { nodes { symbol } } } }',
  );
  expect(told).toMatchObject({
    source: {
      ...{ isConfigured: true, description: 'US stocks at IEX, Alpaca Market Data API', intervals: ['ONE_DAY'] },
      symbols: { nodes: ['AAPL', 'MSFT', 'SPY'].map((symbol) => ({ symbol })) },
    },
  });
  expect(await collected(['AAPL'])).toEqual({
    ...{ state: 'COMPLETED', verdict: 'COMPLETE' },
    symbols: { nodes: [{ symbol: 'AAPL', state: 'SUCCEEDED', missing: 0, error: null }] },
  });
  const { data } = await service.query<{ bars: { nodes: Record<string, unknown>[] } }>(
    '{ bars(source: "alpaca", symbol: "AAPL", interval: ONE_DAY) { nodes { time open high low close volume trades quoteVolume } } }',
  );
  // Each bar under its date, with the digits that were sent.
  expect(data.bars.nodes.map(({ time, open, close, trades }) => [time, open, close, trades])).toEqual([
    ['2024-03-06T00:00:00.000Z', '171.06', '169.12', 15462],
    ['2024-03-07T00:00:00.000Z', '169.155', '169', 14706],
    ['2024-03-08T00:00:00.000Z', '169', '170.73', 16944],
    ['2024-03-11T00:00:00.000Z', '172.94', '172.75', 12693],
    ['2024-03-12T00:00:00.000Z', '173.15', '173.23', 13151],
  ]);
  expect(sent.map(({ pathname, searchParams }) => [pathname, Object.fromEntries(searchParams)])).toEqual(
    ['2024-03-06T05:00:00Z', '2024-03-09T05:00:00Z'].map((from) => [
      '/v2/stocks/AAPL/bars',
      { timeframe: '1Day', start: from, end: '2024-03-12T04:00:00Z', limit: '10000', feed: 'iex' },
    ]),
  );
});

test('a key is told nobody, not even if the source repeats it', async () => {
  service = await Service.open(env(KEYS));
  const job = await collected(['ECHO', 'NO.SUCH']);
  expect(job.symbols.nodes).toMatchObject([
    {
      symbol: 'ECHO',
      error: { code: 'BAD_RESPONSE', message: expect.stringMatching(/of \[redacted\] with \[redacted\]/) },
    },
    { symbol: 'NO.SUCH', error: { code: 'BAD_SYMBOL' } },
  ]);
  const all = JSON.stringify([job, service.logged], (_key, value: unknown) =>
    value instanceof Error ? `${value.message} ${value.stack}` : value,
  );
  for (const secret of [KEY_ID, SECRET]) expect(all).not.toContain(secret);
});

test('without a key the source is there, not configured, and a job of it is refused with the name of the variable', async () => {
  service = await Service.open(env({ ALPACA_KEY_ID: KEY_ID }));
  const { data: told } = await service.query(
    '{ source(name: "alpaca") { isConfigured } other: source(name: "simx") { isConfigured } }',
  );
  expect(told).toEqual({ source: { isConfigured: false }, other: { isConfigured: true } });
  const { data } = await start(['AAPL']);
  expect(data.startCollection).toEqual({
    message: 'alpaca is not configured: ALPACA_SECRET_KEY must be set in the environment.',
    path: ['input', 'source'],
  });
  expect(sent).toEqual([]);
});

test('bad files, and a name that another source has, are one line at the start', async () => {
  writeFileSync(join(folder, 'binance.json'), README_SOURCE);
  writeFileSync(join(folder, 'broken.json'), README_SOURCE.replace('"rows"', '"row"'));
  const opening = openSources(readConfig({ SOURCES_DIR: folder }), SILENT_LOG);
  await expect(opening).rejects.toThrow(StartupError);
  await expect(opening).rejects.toThrow(
    /^SOURCES_DIR: binance\.json: there is another source with this name; broken\.json: bars\.rows [^\n]+$/,
  );
});
