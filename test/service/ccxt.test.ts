import { ccxtFolder } from '../../src/sources/ccxt/ccxt-package';
import { CCXT, describeWithCcxt } from '../sources/ccxt/installed';
import { bitget, endless, HOUR, PlayedExchange } from '../sources/ccxt/played-exchange';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';
import { UNREACHABLE_SOURCES } from '../support/unreachable-sources';

// The package is not installed for the service: it would be in every installation.
jest.mock('../../src/sources/ccxt/ccxt-package');
const installed = jest.mocked(ccxtFolder);

const START = Date.UTC(2024, 0, 10);
const WINDOW = { from: new Date(START), to: new Date(START + 500 * HOUR), interval: 'ONE_HOUR' };

type Started = { startCollection: { id?: string; message?: string; path?: string[] } };

let exchange: PlayedExchange;
let service: Service;

beforeEach(async () => {
  exchange = await PlayedExchange.start(bitget);
  exchange.fill(START, START + 600 * HOUR);
  service = await Service.open({
    SOURCE_URLS: `${UNREACHABLE_SOURCES},ccxt:bitget=${exchange.url}`,
    // The timeout closes no socket before a test ends.
    SOURCE_TIMEOUT_MS: '600000',
  });
});
afterEach(async () => {
  await service.close();
  await exchange.server.close();
});

async function start(input: object): Promise<Started['startCollection']> {
  const { data } = await service.query<Started>(
    `mutation($input: StartCollectionInput!) { startCollection(input: $input) {
      ... on CollectionJob { id } ... on InvalidInputError { message path } } }`,
    { input: { ...WINDOW, ...input } },
  );
  return data.startCollection;
}

async function ended(id: string) {
  return eventually(async () => {
    const { data } = await service.query<{ job: { state: string } & Record<string, unknown> }>(
      `query($id: ID!) { job(id: $id) { state verdict source { name } progress { succeeded failed rows }
        symbols { edges { node { symbol state error { code } } } } } }`,
      { id },
    );
    return data.job.state === 'COMPLETED' ? data.job : Promise.reject(new Error(JSON.stringify(data.job)));
  });
}

const names = async () =>
  (await service.query<{ sources: { name: string }[] }>('{ sources { name } }')).data.sources.map(({ name }) => name);

test('without the package, a source of ccxt is refused with how to install it, and is not found', async () => {
  installed.mockReturnValue(null);
  const { message, path } = await start({ source: 'ccxt:bitget', symbols: ['BTC/USDT'] });
  expect(message).toMatch(/npm install ccxt/);
  expect(path).toEqual(['input', 'source']);
  expect((await service.query('{ source(name: "ccxt:bitget") { name } }')).data).toEqual({ source: null });
});

describeWithCcxt('a collection from ccxt, end to end', () => {
  beforeEach(() => installed.mockReturnValue(CCXT));

  test('bars of several pages, a symbol that is unknown, and the source is known from then on', async () => {
    expect(await names()).not.toContain('ccxt:bitget');
    const { id } = await start({ source: 'ccxt:bitget', symbols: ['BTC/USDT', 'NO/SUCH'] });
    expect(await ended(id!)).toMatchObject({
      source: { name: 'ccxt:bitget' },
      progress: { succeeded: 1, failed: 1, rows: 500 },
      symbols: {
        edges: [{ node: { state: 'SUCCEEDED' } }, { node: { state: 'FAILED', error: { code: 'BAD_SYMBOL' } } }],
      },
    });
    const { data } = await service.query<{ bars: { nodes: Record<string, string>[] } }>(
      '{ bars(source: "ccxt:bitget", symbol: "BTC/USDT", interval: ONE_HOUR, first: 500) { nodes { time open high low close volume } } }',
    );
    expect(data.bars.nodes.map(({ time, ...values }) => [Date.parse(time!), Object.values(values)])).toEqual(
      exchange.times(START, START + 500 * HOUR).map((time) => [time, exchange.bars.get(time)]),
    );
    expect(await names()).toContain('ccxt:bitget');
  });

  test('symbols are selected from its list, and listed', async () => {
    const { id } = await start({ source: 'ccxt:bitget', select: { match: ['BTC*'] } });
    expect(await ended(id!)).toMatchObject({ progress: { succeeded: 1, rows: 500 } });
    const { data } = await service.query(
      '{ source(name: "ccxt:bitget") { kind intervals symbols { nodes { symbol base quote status } } } }',
    );
    expect(data).toMatchObject({
      source: { kind: 'REAL', symbols: { nodes: [{ symbol: 'BTC/USDT', status: 'TRADING' }, { symbol: 'ETH/USDT' }] } },
    });
  });

  test('without a beginning, all before the first bar is out of reach, at the cost of some requests', async () => {
    const { id } = await start({ source: 'ccxt:bitget', select: { match: ['BTC*'], quote: 'USDT' }, from: null });
    expect(await ended(id!)).toMatchObject({ verdict: 'WITH_GAPS', progress: { succeeded: 1, failed: 0, rows: 500 } });
    expect(exchange.asked.length).toBeLessThan(100);
    const { data } = await service.query('query($id: ID!) { job(id: $id) { from gaps { nodes { reason to } } } }', {
      id,
    });
    const gap = { reason: 'OUT_OF_REACH', to: new Date(START).toISOString() };
    expect(data).toEqual({ job: { from: null, gaps: { nodes: [gap] } } });
  });

  test('an interrupted job fails with how to install the package, if it has been removed', async () => {
    let held = 0;
    exchange.instead.push(...Array.from({ length: 6 }, () => () => void held++));
    const { id } = await start({ source: 'ccxt:bitget', symbols: ['BTC/USDT'] });
    await eventually(() => held > 0);
    installed.mockReturnValue(null);
    await service.restart();
    const failed = await eventually(async () => {
      const { data } = await service.query<{ job: { state: string } }>(
        'query($id: ID!) { job(id: $id) { state reason } }',
        { id },
      );
      return data.job.state === 'FAILED' ? data.job : Promise.reject(new Error(data.job.state));
    });
    expect(failed).toMatchObject({ reason: expect.stringContaining('npm install ccxt') });
  });

  test('a job that was interrupted goes on after a restart, which loads its source', async () => {
    let held = 0;
    const hold = () => void held++;
    exchange.instead.push(hold, hold, hold, hold, hold, hold);
    const { id } = await start({ source: 'ccxt:bitget', symbols: ['BTC/USDT'] });
    await eventually(() => held > 0);
    exchange.instead.length = 0;
    await service.restart();
    expect(await ended(id!)).toMatchObject({ progress: { succeeded: 1, rows: 500 } });
  });

  test('a cancel closes the socket of the page in flight', async () => {
    let closed = false;
    exchange.instead.push(endless(() => (closed = true)));
    const { id } = await start({ source: 'ccxt:bitget', symbols: ['BTC/USDT'] });
    await eventually(() => exchange.asked.length > 0);
    await service.query('mutation($id: ID!) { cancelJob(input: { id: $id }) { __typename } }', { id });
    await eventually(() => closed);
  });

  test.each(['ccxt:nosuch', 'ccxt:'])('%s is refused', async (source) => {
    expect((await start({ source, symbols: ['BTC/USDT'] })).message).toMatch(/ccxt has no exchange/);
  });
});
