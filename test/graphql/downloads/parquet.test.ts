import fc from 'fast-check';
import { barAt, insertBars, type StoredBar } from '../../support/bars';
import { download, parquetFile, refusalOf } from '../../support/downloads';
import { parquetMetadata, parquetRows, parquetTypes, queryParquet } from '../../support/parquet';
import { Service } from '../../support/service';

let service: Service;
beforeAll(async () => (service = await Service.open()));
afterAll(() => service.close());

const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 1);
const PRICES = ['open', 'high', 'low', 'close'] as const;

let symbols = 0;
/** Stores bars, one a minute, under a symbol of their own. @returns what to ask for */
async function stored(
  values: readonly Partial<StoredBar>[],
  symbol = `S${++symbols}`,
): Promise<Record<string, string>> {
  const bars = values.map((given, n) => barAt(START + n * MINUTE, given));
  await insertBars(service.database.source, { symbol }, bars);
  return { source: 's', symbol, interval: 'ONE_MINUTE' };
}

/** Removes what is no part of a decimal's value. */
function plain(decimal: string | null): string | null {
  if (decimal === null) return null;
  const [, sign, whole, fraction] = /^(-?)0*(\d*?)(?:\.(\d*?)0*)?$/.exec(decimal)!;
  const digits = `${whole || '0'}${fraction ? `.${fraction}` : ''}`;
  return digits === '0' ? digits : `${sign}${digits}`;
}

/** Decimals with at most so many digits before and behind the point, as exchanges may write them. */
function decimals(whole: number, fraction: number): fc.Arbitrary<string> {
  const digits = (max: number) => fc.stringMatching(new RegExp(`^[0-9]{0,${max}}$`));
  const parts = fc.tuple(fc.constantFrom('', '-'), digits(whole), digits(fraction));
  return parts.map(([sign, before, behind]) => `${sign}${before || '0'}${behind && `.${behind}`}`);
}

const shapes = fc
  .integer({ min: 0, max: 38 })
  .chain((whole) => fc.tuple(fc.constant(whole), fc.integer({ min: 0, max: 38 - whole })));
const files = fc.tuple(shapes, shapes, shapes).chain(([price, amount, quote]) =>
  fc.array(
    fc.record({
      ...{ open: decimals(...price), high: decimals(...price), low: decimals(...price), close: decimals(...price) },
      ...{ volume: decimals(...amount), takerVolume: fc.option(decimals(...amount)) },
      ...{ quoteVolume: fc.option(decimals(...quote)), trades: fc.option(fc.bigInt(0n, 2n ** 63n - 1n).map(String)) },
    }),
    { minLength: 1, maxLength: 20 },
  ),
);

test('every decimal comes out of the file as it was stored, digit for digit', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (values) => {
      const rows = await parquetRows(await parquetFile(service, await stored(values)));
      expect(rows).toHaveLength(values.length);
      for (const [n, { trades, ...decimal }] of values.entries()) {
        const { quote_volume, taker_volume, ...row } = rows[n]!;
        const read = { ...row, quoteVolume: quote_volume!, takerVolume: taker_volume! };
        for (const [name, value] of Object.entries(decimal)) {
          expect([name, plain(read[name as keyof typeof read])]).toEqual([name, plain(value)]);
        }
        expect(row.trades).toBe(trades);
      }
    }),
    { numRuns: 40 },
  );
});

const NINES = '9'.repeat(38);
test.each([
  ['123.45', '0.1', 'DECIMAL(18,2)'],
  ['-123.45', '0.1', 'DECIMAL(18,2)'],
  ['0.00000001', '0', 'DECIMAL(18,8)'],
  ['0', '0.000', 'DECIMAL(18,0)'],
  ['100', '1.10000000000000000000000000000000000000000', 'DECIMAL(18,1)'],
  ['999999999.999999999', '1', 'DECIMAL(18,9)'],
  ['9999999999.999999999', '1', 'DECIMAL(38,9)'],
  [NINES, '1', 'DECIMAL(38,0)'],
  [`-${NINES}`, '1', 'DECIMAL(38,0)'],
  [`0.${NINES}`, '0', 'DECIMAL(38,38)'],
])('%s beside %s is in a %s', async (open, other, type) => {
  const file = await parquetFile(service, await stored([{ open, high: other, low: '0', close: '0' }]));
  const types = await parquetTypes(file);
  for (const name of PRICES) expect(types[name]).toBe(type);
  expect(plain((await parquetRows(file))[0]!.open!)).toBe(open);
});

test('the columns have names and types that any reader knows', async () => {
  const asked = await stored([{}, { quoteVolume: null, trades: null, takerVolume: null }], 'TYPES');
  const file = await parquetFile(service, asked);
  expect(await parquetTypes(file)).toEqual({
    ...{ symbol: 'VARCHAR', time: 'TIMESTAMP WITH TIME ZONE', trades: 'BIGINT' },
    ...Object.fromEntries(PRICES.map((name) => [name, 'DECIMAL(18,0)'])),
    ...{ volume: 'DECIMAL(18,0)', quote_volume: 'DECIMAL(18,0)', taker_volume: 'DECIMAL(18,0)' },
  });
  expect(await parquetRows(file)).toEqual([
    {
      ...{ symbol: 'TYPES', time: '2024-01-01 00:00:00+00', open: '1', high: '1', low: '1', close: '1', volume: '1' },
      ...{ quote_volume: '1', trades: '1', taker_volume: '1' },
    },
    expect.objectContaining({ time: '2024-01-01 00:01:00+00', quote_volume: null, trades: null, taker_volume: null }),
  ]);
});

test('the statistics by which readers skip rows are of signed numbers', async () => {
  for (const wide of ['5', '5000000000000000000']) {
    const file = await parquetFile(service, await stored([{ open: '-7' }, { open: wide }, { open: '-0.5' }]));
    expect(await queryParquet(file, (path) => `SELECT open::varchar AS open FROM ${path} WHERE open < -1`)).toEqual([
      { open: '-7.0' },
    ]);
    expect(await queryParquet(file, (path) => `SELECT count(*)::varchar AS n FROM ${path} WHERE open > 4`)).toEqual([
      { n: '1' },
    ]);
  }
});

test.each<[string, Partial<StoredBar>[], string]>([
  ['one value', [{ close: `${'9'.repeat(24)}.${'9'.repeat(18)}` }], 'close of'],
  ['two columns', [{ open: `${'9'.repeat(24)}`, low: `0.${'0'.repeat(14)}1` }], 'low of'],
  ['two bars', [{ volume: '9'.repeat(38) }, { takerVolume: '0.1' }], 'takerVolume of'],
])('%s beyond 38 digits: a refusal that says where, and what has no such limit', async (_what, values, where) => {
  const asked = await stored(values);
  const [status, message] = await refusalOf(await download(service, '/bars.parquet', asked));
  expect(status).toBe(422);
  expect(message).toContain(`${where} ${asked.symbol}`);
  expect(message).toContain('more than the 38 of a Parquet DECIMAL. /bars.csv has no such limit');
  expect(message).not.toContain('\n');
  expect((await download(service, '/bars.csv', asked)).status).toBe(200);
});

test('many bars of many symbols: by symbol, then time, in row groups that small symbols share', async () => {
  const many = Array.from({ length: 60_000 }, (_, n) => barAt(START + n * MINUTE, { open: String(n), high: '59999' }));
  // The last bar decides on the scale.
  many.push(barAt(START + 60_000 * MINUTE, { close: '0.0000000001', low: '-1' }));
  const { source } = service.database;
  for (const symbol of ['Z', 'a', 'B', 'É']) await insertBars(source, { source: 'many', symbol }, [barAt(START)]);
  await insertBars(source, { source: 'many', symbol: 'M' }, many);
  const file = await parquetFile(service, { source: 'many', match: '*', interval: 'ONE_MINUTE' });
  expect(await parquetTypes(file)).toMatchObject({ open: 'DECIMAL(18,10)', low: 'DECIMAL(18,10)' });
  const order = `SELECT string_agg(symbol, '' ORDER BY n)::varchar AS symbols FROM
    (SELECT symbol, min(file_row_number) AS n FROM read_parquet(PATH, file_row_number = true) GROUP BY symbol)`;
  expect(await queryParquet(file, (path) => order.replace('PATH', path))).toEqual([{ symbols: 'BMZaÉ' }]);
  const sorted = `SELECT count(*)::varchar AS n, bool_and(open = file_row_number - 1)::varchar AS same
                    FROM read_parquet(PATH, file_row_number = true) WHERE symbol = 'M' AND open > 1`;
  expect(await queryParquet(file, (path) => sorted.replace('PATH', path))).toEqual([{ n: '59998', same: 'true' }]);
  const groups =
    'SELECT DISTINCT row_group_num_rows::varchar AS rows, row_group_id FROM parquet_metadata(PATH) ORDER BY 2';
  const found = await queryParquet<{ rows: string }>(file, (path) => groups.replace('PATH', path));
  expect(found.map(({ rows }) => Number(rows))).toEqual([50_000, 10_005]);
});

test('the metadata says what the file is, and what is missing in it', async () => {
  const { source } = service.database;
  await insertBars(
    source,
    { source: 'holes', symbol: 'A' },
    [0, 1, 4].map((n) => barAt(START + n * MINUTE)),
  );
  await insertBars(source, { source: 'holes', symbol: 'B' }, [barAt(START)]);
  const metadata = await parquetMetadata(
    await parquetFile(service, { source: 'holes', symbols: 'B,A', interval: 'ONE_MINUTE' }),
  );
  expect(metadata).toEqual({
    ...{ 'sluice.source': 'holes', 'sluice.interval': 'ONE_MINUTE', 'sluice.gaps': expect.any(String) },
  });
  expect(JSON.parse(metadata['sluice.gaps']!)).toEqual([
    {
      ...{ symbol: 'A', from: '2024-01-01T00:02:00.000Z', to: '2024-01-01T00:04:00.000Z', bars: 2 },
      reason: 'NOT_COLLECTED',
    },
  ]);
});

test('of more gaps than the metadata holds, it has the first, and says so', async () => {
  const bars = Array.from({ length: 10_002 }, (_, n) => barAt(START + 2 * n * MINUTE));
  await insertBars(service.database.source, { symbol: 'HOLED' }, bars);
  const metadata = await parquetMetadata(
    await parquetFile(service, { source: 's', symbol: 'HOLED', interval: 'ONE_MINUTE' }),
  );
  expect(metadata['sluice.gaps_truncated']).toBe('true');
  const gaps = JSON.parse(metadata['sluice.gaps']!) as { from: string }[];
  expect(gaps).toHaveLength(10_000);
  expect(gaps.at(-1)!.from).toBe(new Date(START + 19_999 * MINUTE).toISOString());
});

test('a symbol without bars is a file without rows', async () => {
  const response = await download(service, '/bars.parquet', { source: 's', symbol: 'NOBODY', interval: 'ONE_DAY' });
  expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet');
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="s_NOBODY_ONE_DAY.parquet"');
  const file = new Uint8Array(await response.arrayBuffer());
  expect(await parquetRows(file)).toEqual([]);
  expect(await parquetTypes(file)).toMatchObject({ symbol: 'VARCHAR', close: 'DECIMAL(18,0)' });
});
