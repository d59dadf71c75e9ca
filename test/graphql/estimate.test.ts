import { createToken } from '../../src/graphql/access/api-tokens';
import { eventually } from '../support/eventually';
import { collect, start } from '../support/collections';
import { Service } from '../support/service';

interface Estimated {
  readonly symbols: number;
  readonly requests: number;
  readonly bars: number;
  readonly bytes: number;
  readonly seconds: number;
  readonly coveredFraction: number;
  readonly isExact: boolean;
}
type Refused = { readonly __typename: 'InvalidInputError'; readonly message: string; readonly path: string[] };

const ESTIMATE = `query($input: StartCollectionInput!) { estimateCollection(input: $input) {
  ... on Estimate { symbols requests bars bytes seconds coveredFraction isExact }
  ... on InvalidInputError { __typename message path } } }`;
/** 1,440 hours: three pages of 500. */
const INPUT = {
  source: 'simx',
  symbols: ['SIM-001', 'SIM-002'],
  interval: 'ONE_HOUR',
  from: '2024-01-01T00:00:00Z',
  to: '2024-03-01T00:00:00Z',
};
const HOURS = 60 * 24;

const [viewer, operator] = [createToken(), createToken()];
const API_TOKENS = `v:viewer:${viewer.hash}, o:operator:${operator.hash}`;
/** Its own exchange is in its process. The requests that it allows per second: 95. */
const OWN_EXCHANGE = { SIMX_BASE_URL: '', SIMX_RATE_PER_SECOND: '100', SIMX_LATENCY_MS: '0', API_TOKENS };

async function estimate<T = Estimated>(service: Service, input: object = {}, token = ''): Promise<T> {
  const variables = { input: { ...INPUT, ...input } };
  const { data, errors } = await service.query<{ estimateCollection: T }>(ESTIMATE, variables, token);
  expect(errors).toBeUndefined();
  return data.estimateCollection;
}

describe('with the exchange in the process', () => {
  let service: Service;
  beforeAll(async () => void (service = await Service.open(OWN_EXCHANGE)));
  afterAll(() => service.close());

  test('a viewer learns exactly what a collection takes, and nothing is created', async () => {
    expect(await estimate(service, {}, viewer.token)).toEqual({
      ...{ symbols: 2, requests: 6, bars: 2 * HOURS, bytes: 2 * HOURS * 141, seconds: 6 / 95 },
      ...{ coveredFraction: 0, isExact: true },
    });
    const created = await service.database.source.query('SELECT 1 FROM collection_job UNION ALL SELECT 1 FROM series');
    expect(created).toEqual([]);
  });

  test('what is covered is not asked for again, except by REFRESH', async () => {
    await collect(service, { symbols: ['SIM-003'], to: '2024-01-31T00:00:00Z' }, operator.token);
    const symbols = ['SIM-003', 'SIM-004'];
    const half = { coveredFraction: 0.25, isExact: true };
    expect(await estimate(service, { symbols }, viewer.token)).toMatchObject({
      requests: 5,
      bars: 1.5 * HOURS,
      ...half,
    });
    const refresh = { symbols, mode: 'REFRESH' };
    expect(await estimate(service, refresh, viewer.token)).toMatchObject({ requests: 6, bars: 2 * HOURS, ...half });
    const covered = { symbols: ['SIM-003'], to: '2024-01-31T00:00:00Z' };
    expect(await estimate(service, covered, viewer.token)).toEqual({
      ...{ symbols: 1, requests: 0, bars: 0, bytes: 0, seconds: 0, coveredFraction: 1, isExact: true },
    });
  });

  test.each([
    ['a symbol is unknown', { symbols: ['SIM-005', 'NO-SUCH'] }],
    ['bars of the window are still to close', { symbols: ['SIM-005'], to: '2199-01-01T00:00:00Z' }],
    ['the source is another', { symbols: ['BTCUSDT'], source: 'binance' }],
  ])('it is an upper bound and says so if %s', async (_why, input) => {
    const { isExact, requests, bars } = await estimate(service, input, viewer.token);
    expect(isExact).toBe(false);
    expect(requests).toBeGreaterThanOrEqual((2 * bars) / 1_000);
  });

  test.each<[object, string[]]>([
    [{ source: 'none' }, ['input', 'source']],
    [{ symbols: [] }, ['input', 'symbols']],
    [{ symbols: ['SIM-001', 'SIM-001'] }, ['input', 'symbols', '1']],
    [{ to: INPUT.from }, ['input', 'to']],
    [{ concurrency: 0 }, ['input', 'concurrency']],
    [{ name: ' ' }, ['input', 'name']],
  ])('%j is refused as a start with it is', async (input, path) => {
    const refused = await estimate<Refused>(service, input, viewer.token);
    expect(refused).toMatchObject({ __typename: 'InvalidInputError', path });
    const startIt = `mutation($input: StartCollectionInput!) { startCollection(input: $input) {
      ... on InvalidInputError { __typename message path } } }`;
    const { data } = await service.query(startIt, { input: { ...INPUT, ...input } }, operator.token);
    expect(data.startCollection).toEqual(refused);
  });

  test('100,000 symbols are one query, which few may ask at once', async () => {
    const symbols = Array.from({ length: 100_000 }, (_, n) => n.toString(36));
    expect(await estimate(service, { symbols }, viewer.token)).toMatchObject({
      ...{ symbols: 100_000, requests: 600_000, bars: 100_000 * HOURS, isExact: false },
    });
    const five = [1, 2, 3, 4, 5].map((n) => `a${n}: estimateCollection(input: $input) { __typename }`).join(' ');
    const query = `query($input: StartCollectionInput!) { ${five} }`;
    const { errors } = await service.query(query, { input: { ...INPUT, symbols } }, viewer.token);
    expect(errors![0]!.extensions.code).toBe('OPERATION_TOO_COSTLY');
  });
});

describe('with an exchange elsewhere', () => {
  let service: Service;
  beforeAll(async () => void (service = await Service.open()));
  afterAll(() => service.close());

  test('it is not known what the exchange has: twice the pages at most', async () => {
    expect(await estimate(service)).toMatchObject({ requests: 12, bars: 2 * HOURS, isExact: false });
    expect(service.simx.requests).toEqual([]);
  });

  test('the time that the source has asked to be left alone counts', async () => {
    service.simx.faults.add({ kind: 'rate-limit', times: 1, retryAfterSeconds: 600 });
    await start(service, { symbols: ['SIM-009'] });
    await eventually(async () => (await estimate(service)).seconds > 500);
    expect((await estimate(service)).seconds).toBeLessThan(601);
  });
});
