import { barAt, insertBars } from '../../support/bars';
import { csvLines } from '../../support/downloads';
import { Service } from '../../support/service';

let service: Service;
beforeAll(async () => (service = await Service.open()));
afterAll(() => service.close());

const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 1);
const HEADER = 'symbol,from,to,bars,reason';
const at = (minute: number) => new Date(START + minute * MINUTE).toISOString();
const gap = (symbol: string, from: number, to: number) => `${symbol},${at(from)},${at(to)},${to - from},NOT_COLLECTED`;
const bars = (...minutes: number[]) => minutes.map((n) => barAt(START + n * MINUTE));

test('the gaps of each symbol, between its first and last bar or in the period asked for', async () => {
  const { source } = service.database;
  await insertBars(source, { symbol: 'B' }, bars(0, 1, 3, 6));
  await insertBars(source, { symbol: 'A' }, bars(5, 7));
  await insertBars(source, { symbol: 'C' }, bars(0, 1, 2));
  const asked = { source: 's', symbols: 'B,A,C', interval: 'ONE_MINUTE' };
  const all = [HEADER, gap('A', 6, 7), gap('B', 2, 3), gap('B', 4, 6)];
  expect(await csvLines(service, asked, '/gaps.csv')).toEqual(all);
  expect(await csvLines(service, { ...asked, from: at(5), to: at(8) }, '/gaps.csv')).toEqual([
    HEADER,
    ...[gap('A', 6, 7), gap('B', 5, 6), gap('B', 7, 8), gap('C', 5, 8)],
  ]);
  expect(await csvLines(service, { ...asked, interval: 'ONE_HOUR' }, '/gaps.csv')).toEqual(all);
  expect(await csvLines(service, { ...asked, from: at(8), to: at(5) }, '/gaps.csv')).toEqual([HEADER]);
});

test('the symbol is in each row, also if it is one; there may be no gap, and no such symbol', async () => {
  await insertBars(service.database.source, { symbol: 'ONE' }, bars(0, 2));
  await insertBars(service.database.source, { symbol: 'NONE' }, bars(0, 1));
  const found = (symbol: string) => csvLines(service, { source: 's', symbol, interval: 'ONE_MINUTE' }, '/gaps.csv');
  expect(await found('ONE')).toEqual([HEADER, gap('ONE', 1, 2)]);
  expect(await found('NONE')).toEqual([HEADER]);
  expect(await found('NOBODY')).toEqual([HEADER]);
});

test('each gap has its reason, and one of several reasons is several gaps', async () => {
  const { source } = service.database;
  await insertBars(source, { symbol: 'WHY' }, bars(5, 9));
  await source.query(
    `UPDATE series SET covered = $1::tstzmultirange, quarantined = $2::tstzmultirange, out_of_reach = $3::tstzmultirange
      WHERE symbol = 'WHY'`,
    [`{[${at(3)},${at(7)})}`, `{[${at(7)},${at(8)})}`, `{[${at(0)},${at(3)})}`],
  );
  const asked = { source: 's', symbol: 'WHY', interval: 'ONE_MINUTE' };
  expect(await csvLines(service, asked, '/gaps.csv')).toEqual([
    HEADER,
    `WHY,${at(0)},${at(3)},3,OUT_OF_REACH`,
    `WHY,${at(3)},${at(5)},2,BEFORE_LISTING`,
    `WHY,${at(6)},${at(7)},1,SOURCE_HAS_NONE`,
    `WHY,${at(7)},${at(8)},1,QUARANTINED`,
    `WHY,${at(8)},${at(9)},1,NOT_COLLECTED`,
  ]);
});

test('more than one read holds', async () => {
  const minutes = Array.from({ length: 2_501 }, (_, n) => 2 * n);
  await insertBars(service.database.source, { symbol: 'MANY' }, bars(...minutes));
  expect(await csvLines(service, { source: 's', symbol: 'MANY', interval: 'ONE_MINUTE' }, '/gaps.csv')).toEqual([
    HEADER,
    ...minutes.slice(0, -1).map((n) => gap('MANY', n + 1, n + 2)),
  ]);
});

test('the future is no gap', async () => {
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  await insertBars(service.database.source, { symbol: 'NEW' }, [barAt(now - 10 * MINUTE)]);
  const asked = {
    source: 's',
    symbol: 'NEW',
    interval: 'ONE_MINUTE',
    to: new Date(now + 1_000 * MINUTE).toISOString(),
  };
  const lines = await csvLines(service, asked, '/gaps.csv');
  const [last] = lines.slice(-1).map((line) => Date.parse(line.split(',')[2]!));
  expect(last).toBeGreaterThanOrEqual(now);
  expect(last).toBeLessThanOrEqual(Date.now());
});
