import { barAt, insertBars } from '../../support/bars';
import { csvLines, download, refusalOf, type Asked } from '../../support/downloads';
import { Service } from '../../support/service';

const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 1);
const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'ETHBTC', 'A_B', 'AxB', 'A.B', 'É1', 'a'];
const LINE = '2024-01-01T00:00:00.000Z,1,1,1,1,1,1,1,1';
const PATHS = ['/bars.csv', '/bars.parquet', '/gaps.csv'];

let service: Service;
beforeAll(async () => {
  service = await Service.open();
  const { source } = service.database;
  for (const symbol of SYMBOLS) await insertBars(source, { symbol }, [barAt(START)]);
  await insertBars(source, { source: 'other', symbol: 'XUSDT' }, [barAt(START)]);
  await insertBars(source, { symbol: 'TWOUSDT', interval: 'ONE_DAY' }, [barAt(START)]);
  await insertBars(
    source,
    { symbol: 'LONG' },
    [0, 1, 2, 3].map((n) => barAt(START + n * MINUTE)),
  );
  await source.query(`INSERT INTO series (source, symbol, interval) VALUES ('s', 'ASKEDUSDT', 'ONE_MINUTE')`);
});
afterAll(() => service.close());

const MINUTES = { source: 's', interval: 'ONE_MINUTE' };
const symbolsOf = ([, ...lines]: string[]) => [...new Set(lines.map((line) => line.split(',')[0]))];

test('one symbol is in no row, several are in each', async () => {
  const header = 'time,open,high,low,close,volume,quote_volume,trades,taker_volume';
  expect(await csvLines(service, { ...MINUTES, symbol: 'A_B' })).toEqual([header, LINE]);
  expect(await csvLines(service, { ...MINUTES, symbols: 'A_B' })).toEqual([`symbol,${header}`, `A_B,${LINE}`]);
  expect(await csvLines(service, { ...MINUTES, match: 'A_B' })).toEqual([`symbol,${header}`, `A_B,${LINE}`]);
});

test.each([
  ['symbols', 'ETHUSDT,BTCUSDT,ETHUSDT', ['BTCUSDT', 'ETHUSDT']],
  ['match', '*USDT', ['BTCUSDT', 'ETHUSDT']],
  ['match', 'ETH*', ['ETHBTC', 'ETHUSDT']],
  ['match', '*B?C', ['ETHBTC']],
  ['match', '?', ['a']],
  ['match', 'A_B', ['A_B']],
  ['match', 'A?B', ['A.B', 'A_B', 'AxB']],
  ['match', '??', ['É1']],
  ['match', '***', [...SYMBOLS, 'LONG'].sort()],
])('%s=%s is %j, by symbol', async (way, value, expected) => {
  expect(symbolsOf(await csvLines(service, { ...MINUTES, [way]: value }))).toEqual(expected);
});

test('from and to hold for each symbol', async () => {
  const period = { from: '2024-01-01T00:01:00Z', to: '2024-01-01T00:03:00Z' };
  const lines = await csvLines(service, { ...MINUTES, symbols: 'LONG,A_B', ...period });
  expect(lines.slice(1).map((line) => line.slice(0, 21))).toEqual(['LONG,2024-01-01T00:01', 'LONG,2024-01-01T00:02']);
});

describe.each(PATHS)('%s', (path) => {
  test.each<[Asked, string]>([
    [{ symbols: 'A_B,NOPE,NO2' }, 'NOPE'],
    [{ symbols: 'A_B,TWOUSDT' }, 'TWOUSDT'],
    [{ symbols: 'A_B,ASKEDUSDT' }, 'ASKEDUSDT'],
    [{ symbols: 'XUSDT' }, 'XUSDT'],
    [{ symbols: `x'OR(1=1)--` }, `x'OR(1=1)--`],
    [{ match: '%USDT' }, '%USDT'],
    [{ match: 'A\\_B' }, 'A\\_B'],
    [{ match: '[A]*' }, '[A]*'],
    [{ match: '*a'.repeat(100) }, '*a*a'],
    [{ symbols: 'A_B', of: 'ONE_MINUTE', interval: 'ONE_DAY', source: 'elsewhere' }, 'A_B'],
  ])('%j is refused with 404', async (asked, named) => {
    const [status, message] = await refusalOf(await download(service, path, { ...MINUTES, ...asked }));
    expect(status).toBe(404);
    expect(message).toContain(named);
    expect(message).not.toContain('\n');
  });

  test.each<[Asked, string]>([
    [{}, 'symbol is missing'],
    [{ symbol: '', symbols: '', match: '' }, 'symbol is missing'],
    [{ symbol: 'A', symbols: 'B' }, 'symbols cannot be combined with it'],
    [{ symbols: 'A', match: '*' }, 'match cannot be combined with it'],
    [{ symbols: 'A,,B' }, 'symbols has an entry that is no symbol'],
    [{ symbols: ',' }, 'symbols has an entry that is no symbol'],
    [{ symbols: Array.from({ length: 1_001 }, (_, n) => n).join() }, 'symbols has more than 1000 entries'],
    [{ symbols: `A,${'B'.repeat(201)}` }, 'symbols has an entry that is no symbol'],
    [{ symbols: 'A,B\0' }, 'symbols has an entry that is no symbol'],
    [{ symbols: 'A\n' }, 'symbols has an entry that is no symbol'],
    [{ match: 'A B' }, 'match has characters that no symbol has'],
    [{ match: '\0' }, 'match has characters that no symbol has'],
    [{ match: '*'.repeat(201) }, 'match is too long'],
    [{ symbol: 'A', of: 'ONE_HOUR' }, 'of must be one of ONE_MINUTE'],
    [{ symbol: 'A', of: 'ONE_YEAR' }, 'of must be one of ONE_MINUTE, THREE_MINUTES'],
    [{ symbol: 'A', interval: '' }, 'interval must be one of'],
    [{ symbol: 'A', from: 'now' }, 'from is no moment'],
  ])('%j is refused with 400: %s', async (asked, fault) => {
    const [status, message] = await refusalOf(await download(service, path, { ...MINUTES, ...asked }));
    expect(status).toBe(400);
    expect(message).toContain(fault);
  });

  test('lists where one value belongs are refused', async () => {
    for (const twice of ['symbol', 'symbols', 'match', 'of', 'source', 'from']) {
      const asked = `source=s&interval=ONE_DAY&${twice}=A&${twice}=B${twice === 'symbol' ? '' : '&symbol=A'}`;
      expect((await fetch(`${service.address}${path}?${asked}`)).status).toBe(400);
    }
  });

  test('takes a form, for as many symbols as may be asked for, and no HEAD', async () => {
    const form = (asked: Asked) =>
      fetch(service.address + path, { method: 'POST', body: new URLSearchParams({ ...MINUTES, ...asked }) });
    expect((await form({ symbol: 'A_B', symbols: '', match: '', of: '', from: '', to: '' })).status).toBe(200);
    const [status, message] = await refusalOf(await form({ symbols: `NOPE,${'A_B,'.repeat(998)}A_B` }));
    expect([status, message]).toEqual([404, expect.stringContaining('NOPE')]);
    expect((await fetch(service.address + path, { method: 'POST' })).status).toBe(400);
    expect((await fetch(service.address + path, { method: 'POST', body: 'x', headers: JSON_TYPE })).status).toBe(400);
    expect((await fetch(service.address + path, { method: 'HEAD' })).status).toBe(404);
  });
});

const JSON_TYPE = { 'content-type': 'application/json' };

test('a file is named by what it holds', async () => {
  const nameOf = async (path: string, asked: Asked) =>
    (await download(service, path, { ...MINUTES, ...asked })).headers.get('content-disposition');
  expect(await nameOf('/bars.csv', { match: '*USDT' })).toBe('attachment; filename="s_2_symbols_ONE_MINUTE.csv"');
  expect(await nameOf('/bars.parquet', { symbol: 'A"B\n' })).toBe('attachment; filename="s_A_B__ONE_MINUTE.parquet"');
  expect(await nameOf('/gaps.csv', { symbol: 'A_B' })).toBe('attachment; filename="s_A_B_ONE_MINUTE_gaps.csv"');
});

test('more symbols than a file holds are refused, after one look at them', async () => {
  await service.database.source.query(
    `INSERT INTO series (source, symbol, interval, updated_at)
     SELECT 'crowd', 'S' || n, 'ONE_DAY', now() FROM generate_series(1, 10001) n`,
  );
  const asked = { source: 'crowd', interval: 'ONE_DAY', match: '*' };
  expect(await refusalOf(await download(service, '/bars.csv', asked))).toEqual([
    422,
    'More than 10000 symbols match: ask for them in several files.',
  ]);
});
