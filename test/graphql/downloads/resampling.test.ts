import fc from 'fast-check';
import { barAt, insertBars, type StoredBar } from '../../support/bars';
import { csvLines, parquetFile } from '../../support/downloads';
import { parquetRows, parquetTypes } from '../../support/parquet';
import { Service } from '../../support/service';

let service: Service;
beforeAll(async () => (service = await Service.open()));
afterAll(() => service.close());

const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 1);
const LENGTHS = { FIVE_MINUTES: 5, FIFTEEN_MINUTES: 15, ONE_HOUR: 60, ONE_DAY: 1_440 } as const;
const HEADER = 'time,open,high,low,close,volume,quote_volume,trades,taker_volume,bars,complete';

/** A number in hundredths, as text. */
const text = (hundredths: number) => (hundredths / 100).toFixed(2);
const hundredths = (decimal: string) => Math.round(Number(decimal) * 100);

const minute = fc.record({
  minute: fc.integer({ min: 0, max: 3_000 }),
  prices: fc.array(fc.integer({ min: -500, max: 100_000 }), { minLength: 4, maxLength: 4 }),
  volume: fc.integer({ min: 0, max: 100_000 }),
  known: fc.boolean(),
});
const minutes = fc.uniqueArray(minute, { selector: (bar) => bar.minute, minLength: 1, maxLength: 300 });

function barOf({
  minute: at,
  prices,
  volume,
  known,
}: {
  minute: number;
  prices: number[];
  volume: number;
  known: boolean;
}) {
  const [open, high, low, close] = prices.map(text) as [string, string, string, string];
  // Most know; one that does not makes the sum unknown.
  const told = known || at % 7 > 0;
  const amounts = {
    volume: text(volume),
    quoteVolume: told ? text(2 * volume) : null,
    trades: at % 11 > 0 ? String(volume) : null,
    takerVolume: text(volume),
  };
  return barAt(START + at * MINUTE, { open, high, low, close, ...amounts });
}

function sum(
  values: readonly (string | null)[],
  toText: (sum: number) => string,
  of: (text: string) => number,
): string {
  if (values.includes(null)) return '';
  return toText(values.reduce((all, value) => all + of(value!), 0));
}

/** What a file should say, worked out from the stored bars one by one. */
function expectedLines(bars: readonly StoredBar[], length: number): string[] {
  const buckets = new Map<number, StoredBar[]>();
  for (const bar of [...bars].sort((a, b) => a.time - b.time)) {
    const opening = bar.time - (bar.time % (length * MINUTE));
    buckets.set(opening, [...(buckets.get(opening) ?? []), bar]);
  }
  return [...buckets].map(([opening, made]) => {
    const all = (name: keyof StoredBar) => made.map((bar) => bar[name] as string | null);
    const prices = (name: 'high' | 'low') => made.map((bar) => hundredths(bar[name]));
    return [
      ...[new Date(opening).toISOString(), made[0]!.open, text(Math.max(...prices('high')))],
      ...[text(Math.min(...prices('low'))), made.at(-1)!.close, sum(all('volume'), text, hundredths)],
      ...[sum(all('quoteVolume'), text, hundredths), sum(all('trades'), String, Number)],
      ...[sum(all('takerVolume'), text, hundredths), made.length, made.length === length],
    ].join(',');
  });
}

let symbols = 0;
async function stored(bars: readonly StoredBar[], interval = 'ONE_MINUTE', symbol = `S${++symbols}`): Promise<string> {
  await insertBars(service.database.source, { symbol, interval }, bars);
  return symbol;
}

test('bars of a coarser interval are what their stored bars make', async () => {
  await fc.assert(
    fc.asyncProperty(minutes, async (values) => {
      const bars = values.map(barOf);
      const symbol = await stored(bars);
      for (const [interval, length] of Object.entries(LENGTHS)) {
        const lines = await csvLines(service, { source: 's', symbol, interval });
        expect(lines).toEqual([HEADER, ...expectedLines(bars, length)]);
      }
    }),
    { numRuns: 30 },
  );
});

const whole = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => barAt(START + (from + n) * MINUTE));

test('more of them than one read holds follow each other without gap or repeat', async () => {
  // Two stretches, with more between them than one read spans.
  const symbol = await stored([...whole(0, 30_000), ...whole(200_000, 2_500)]);
  const lines = await csvLines(service, { source: 's', symbol, interval: 'FIVE_MINUTES' });
  const times = [...whole(0, 30_000), ...whole(200_000, 2_500)]
    .map(({ time }) => time)
    .filter((time) => time % 300_000 === 0);
  expect(lines.slice(1)).toEqual(times.map((time) => `${new Date(time).toISOString()},1,1,1,1,5,5,5,5,5,true`));
  const days = await csvLines(service, { source: 's', symbol, interval: 'ONE_DAY' });
  expect(days.slice(1).map((line) => line.split(',').at(-2))).toEqual([
    ...Array.from({ length: 20 }, () => '1440'),
    ...['1200', '160', '1440', '900'],
  ]);
});

test('a bar that lacks some of its stored bars is flagged, in both kinds of file', async () => {
  const symbol = await stored([...whole(0, 5), ...whole(5, 4), ...whole(11, 4)]);
  const asked = { source: 's', symbol, interval: 'FIVE_MINUTES' };
  expect((await csvLines(service, asked)).slice(1).map((line) => line.split(',').slice(-2))).toEqual([
    ['5', 'true'],
    ['4', 'false'],
    ['4', 'false'],
  ]);
  const file = await parquetFile(service, asked);
  expect(await parquetTypes(file)).toMatchObject({ bars: 'BIGINT', complete: 'BOOLEAN' });
  expect(await parquetRows(file)).toMatchObject([
    { time: '2024-01-01 00:00:00+00', volume: '5', bars: '5', complete: 'true' },
    { time: '2024-01-01 00:05:00+00', volume: '4', bars: '4', complete: 'false' },
    { time: '2024-01-01 00:10:00+00', volume: '4', bars: '4', complete: 'false' },
  ]);
});

test('a period takes whole bars, those that open in it', async () => {
  const symbol = await stored(whole(0, 20));
  const asked = { source: 's', symbol, interval: 'FIVE_MINUTES' };
  const period = { from: '2024-01-01T00:01:00Z', to: '2024-01-01T00:11:00Z' };
  expect((await csvLines(service, { ...asked, ...period })).slice(1)).toEqual([
    '2024-01-01T00:05:00.000Z,1,1,1,1,5,5,5,5,5,true',
    '2024-01-01T00:10:00.000Z,1,1,1,1,5,5,5,5,5,true',
  ]);
  expect(await csvLines(service, { ...asked, from: '2024-01-01T00:01:00Z', to: '2024-01-01T00:02:00Z' })).toHaveLength(
    1,
  );
});

test('without `of`, what is stored of the interval is taken, else the coarsest that divides it', async () => {
  const symbol = await stored(whole(0, 60));
  await stored([barAt(START, { open: '15' })], 'FIFTEEN_MINUTES', symbol);
  const open = async (interval: string, of = '') =>
    (await csvLines(service, { source: 's', symbol, interval, of }))[1]?.split(',')[1];
  expect(await open('ONE_MINUTE')).toBe('1');
  expect(await open('FIVE_MINUTES')).toBe('1');
  expect(await open('FIFTEEN_MINUTES')).toBe('15');
  expect(await open('FIFTEEN_MINUTES', 'ONE_MINUTE')).toBe('1');
  expect(await open('ONE_HOUR')).toBe('15');
  expect(await open('ONE_HOUR', 'ONE_MINUTE')).toBe('1');
  expect(await open('ONE_HOUR', 'FIVE_MINUTES')).toBeUndefined();
  const [header] = await csvLines(service, { source: 's', symbol, interval: 'FIFTEEN_MINUTES' });
  expect(header).not.toContain('complete');
});

test('where some symbols are stored as asked for and others are not, all rows say what they are made of', async () => {
  const coarse = await stored([barAt(START)], 'FIVE_MINUTES', 'MIXED-A');
  const fine = await stored(whole(0, 4), 'ONE_MINUTE', 'MIXED-B');
  expect(await csvLines(service, { source: 's', match: 'MIXED-*', interval: 'FIVE_MINUTES' })).toEqual([
    `symbol,${HEADER}`,
    `${coarse},2024-01-01T00:00:00.000Z,1,1,1,1,1,1,1,1,1,true`,
    `${fine},2024-01-01T00:00:00.000Z,1,1,1,1,4,4,4,4,4,false`,
  ]);
});

test('sums may need more digits than what they are made of', async () => {
  const wide = `${'9'.repeat(18)}`;
  const symbol = await stored(whole(0, 5).map((bar) => ({ ...bar, volume: wide })));
  const file = await parquetFile(service, { source: 's', symbol, interval: 'FIVE_MINUTES' });
  expect(await parquetRows(file)).toMatchObject([{ volume: String(5n * BigInt(wide)) }]);
});
