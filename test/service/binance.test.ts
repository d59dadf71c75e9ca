import { BinanceReplayServer, describeWithRecordings, recordedKlines } from '../support/binance-replay-server';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

const HOUR = 3_600_000;

describeWithRecordings('a collection from Binance, end to end', () => {
  let exchange: BinanceReplayServer;
  let service: Service;

  beforeEach(async () => {
    exchange = new BinanceReplayServer();
    service = await Service.open({ SOURCE_URLS: `binance=${(await exchange.start()).baseUrl}` });
  });

  afterEach(async () => {
    await service.close();
    await exchange.close();
  });

  const recorded = () => recordedKlines('BTCUSDT', '1h')!.filter(([time]) => time < Date.UTC(2021, 0));

  async function collect(symbols: string[]): Promise<{ progress: object; symbols: { edges: { node: object }[] } }> {
    const rows = recorded();
    const window = { from: new Date(rows[0]![0]), to: new Date(rows.at(-1)![0] + HOUR) };
    const { data } = await service.query<{ startCollection: { id: string } }>(
      'mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }',
      { input: { source: 'binance', symbols, interval: 'ONE_HOUR', ...window } },
    );
    const job = `query($id: ID!) { job(id: $id) { state progress { succeeded failed rows }
      symbols { edges { node { symbol state attempts error { code } } } } } }`;
    return eventually(async () => {
      const found = await service.query<{
        job: { state: string; progress: object; symbols: { edges: { node: object }[] } };
      }>(job, data.startCollection);
      if (found.data.job.state !== 'COMPLETED') throw new Error(found.data.job.state);
      return found.data.job;
    });
  }

  test('1,468 hourly bars over two pages, equal to the recording digit for digit', async () => {
    expect(await collect(['BTCUSDT'])).toMatchObject({ progress: { succeeded: 1, rows: 1468 } });
    expect(exchange.klinesQueries.map(({ startTime }) => startTime)).toEqual(['1588280400000', '1591880400000']);
    const { data } = await service.query<{ bars: { totalCount: number; nodes: Record<string, string>[] } }>(
      `{ bars(source: "binance", symbol: "BTCUSDT", interval: ONE_HOUR, first: 5000) {
           totalCount nodes { time open high low close volume quoteVolume trades takerVolume } } }`,
    );
    expect(data.bars.totalCount).toBe(1468);
    expect(data.bars.nodes.map(({ time, ...values }) => [Date.parse(time!), ...Object.values(values)])).toEqual(
      // Between the volume and the quote volume is the time at which the bar has closed.
      recorded().map((row) => [...row.slice(0, 6), ...row.slice(7, 10)]),
    );
  });

  test('-1121 is BAD_SYMBOL, and the other symbol is collected', async () => {
    const { symbols, progress } = await collect(['NOSUCHCOIN', 'BTCUSDT']);
    expect(progress).toEqual({ succeeded: 1, failed: 1, rows: 1468 });
    expect(symbols.edges[0]!.node).toMatchObject({ state: 'FAILED', attempts: 1, error: { code: 'BAD_SYMBOL' } });
  });

  test('a 429 with Retry-After is waited out', async () => {
    exchange.refuseNext({ status: 429, retryAfter: '1' });
    expect(await collect(['BTCUSDT'])).toMatchObject({
      progress: { succeeded: 1, rows: 1468 },
      symbols: { edges: [{ node: { attempts: 2 } }] },
    });
  });
});
