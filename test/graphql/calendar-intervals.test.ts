import { alignedUp, openingAfter, type BarInterval } from '../../src/domain/bar';
import { CannedServer, json } from '../sources/canned-server';
import { collect } from '../support/collections';
import { csvLines } from '../support/downloads';
import { Service } from '../support/service';

/** Weeks and months, which are no multiples of anything since the epoch. */
const INTERVALS: Readonly<Record<string, BarInterval>> = { '1M': 'ONE_MONTH', '1w': 'ONE_WEEK', '1d': 'ONE_DAY' };
const HOLE = Date.UTC(2023, 4, 1);
const WINDOW = { from: '2022-12-15T00:00:00Z', to: '2024-03-15T00:00:00Z' };

let exchange: CannedServer;
let service: Service;
beforeAll(async () => {
  exchange = await CannedServer.start((request, response) => {
    const query = new URL(request.url!, 'http://exchange').searchParams;
    const interval = INTERVALS[query.get('interval')!]!;
    const rows = [];
    const start = alignedUp(Number(query.get('startTime')), interval);
    for (let time = start; time <= Number(query.get('endTime')); time = openingAfter(time, interval)) {
      const isHole = interval === 'ONE_MONTH' ? time === HOLE : time === Date.UTC(2023, 4, 1);
      if (!isHole) rows.push([time, '1.0', '2.0', '0.5', '1.5', '10', time + 1, '15', 3, '5', '7', '0']);
    }
    json(200, rows)(request, response);
  });
  service = await Service.open({ SOURCE_URLS: `binance=${exchange.baseUrl}` });
});
afterAll(async () => {
  await service.close();
  await exchange.close();
});

interface Found {
  readonly verdict: string;
  readonly gaps: { readonly nodes: { readonly from: string; readonly to: string; readonly bars: number }[] };
  readonly progress: { readonly rows: number };
}

async function collected(interval: BarInterval): Promise<Found> {
  const id = await collect(service, { source: 'binance', symbols: ['BTCUSDT'], interval, ...WINDOW });
  const { data, errors } = await service.query<{ job: Found }>(
    `{ job(id: "${id}") { verdict progress { rows } gaps(reasons: [SOURCE_HAS_NONE]) { nodes { from to bars } } } }`,
  );
  expect(errors).toBeUndefined();
  return data.job;
}

test('months', async () => {
  expect(await collected('ONE_MONTH')).toEqual({
    verdict: 'COMPLETE',
    // January 2023 to March 2024, without May.
    progress: { rows: 14 },
    gaps: { nodes: [{ from: '2023-05-01T00:00:00.000Z', to: '2023-06-01T00:00:00.000Z', bars: 1 }] },
  });
});

test('weeks, from Monday', async () => {
  const { progress, gaps } = await collected('ONE_WEEK');
  // 2022-12-19 to 2024-03-11, without that of May 1st.
  expect(progress.rows).toBe(64);
  expect(gaps.nodes).toEqual([{ from: '2023-05-01T00:00:00.000Z', to: '2023-05-08T00:00:00.000Z', bars: 1 }]);
});

test('months made of days are complete if none of their days is missing', async () => {
  await collected('ONE_DAY');
  const asked = { source: 'binance', symbol: 'BTCUSDT', interval: 'ONE_MONTH', of: 'ONE_DAY' };
  const [, ...lines] = await csvLines(service, asked);
  const made = lines.map((line) => line.split(',')).map((cells) => [cells[0], cells.at(-2), cells.at(-1)]);
  expect(made.slice(0, 6)).toEqual([
    ['2022-12-01T00:00:00.000Z', '17', 'false'],
    ['2023-01-01T00:00:00.000Z', '31', 'true'],
    ['2023-02-01T00:00:00.000Z', '28', 'true'],
    ['2023-03-01T00:00:00.000Z', '31', 'true'],
    ['2023-04-01T00:00:00.000Z', '30', 'true'],
    ['2023-05-01T00:00:00.000Z', '30', 'false'],
  ]);
});
