import { buildSchema } from 'graphql';
import type { DecimalColumn, Digits, ExportedBar } from '../../../src/application/ports/bar-export';
import type { Asker, JobReader } from '../../../src/application/ports/job-reader';
import { StoreUnavailableError } from '../../../src/domain/store-errors';
import { BareApi } from '../../support/bare-api';
import { eventually } from '../../support/eventually';
import type { LogLine } from '../../support/service';

const TWO: Digits = { whole: 2, fraction: 2 };
const DIGITS = Object.fromEntries(
  ['open', 'high', 'low', 'close', 'volume', 'quoteVolume', 'takerVolume'].map((column) => [column, TWO]),
) as Record<DecimalColumn, Digits>;
const VALUES = {
  open: '1',
  high: '1',
  low: '1',
  close: '1',
  volume: '1',
  quoteVolume: '1',
  trades: '1',
  takerVolume: '1',
};
const bar = (time: number, close = '1.25'): ExportedBar => ({ ...VALUES, close, time, bars: 1 });

/** One series without bars. */
const EMPTY = {
  chooseSeries: async () => [{ id: 1, symbol: 'S', interval: 'ONE_DAY' }],
  exportDigits: async () => ({ found: DIGITS, next: null }),
  exportBars: async () => ({ found: [], next: null }),
  oneSeries: async () => null,
} as unknown as JobReader;

let api: BareApi;
const logged: LogLine[] = [];

async function serve(readerOf: (gone: AbortSignal) => Partial<JobReader>): Promise<void> {
  logged.splice(0);
  const warn = (fields: object, message: string) => void logged.push({ level: 'warn', fields: { ...fields }, message });
  const log = { warn, info: () => undefined, error: warn };
  const reads = { by: ({ signal }: Asker) => ({ ...EMPTY, ...readerOf(signal) }) };
  api = await BareApi.serve(buildSchema('type Query { one: Int }'), { log }, {}, reads);
}
afterEach(() => api.close());

function ask(path: string, signal?: AbortSignal): Promise<Response> {
  return fetch(new URL(`${path}?source=s&symbol=S&interval=ONE_DAY`, api.url), { signal });
}

describe('Parquet files of one node', () => {
  let held: (() => void)[];
  beforeEach(() => {
    held = [];
    return serve((gone) => ({
      exportDigits: () =>
        new Promise((resolve, reject) => {
          gone.addEventListener('abort', () => reject(gone.reason as Error));
          held.push(() => resolve({ found: DIGITS, next: null }));
        }),
    }));
  });
  const begun = (count: number) => eventually(async () => held.length === count);

  test('are four at once; a fifth is asked to come again, and CSV is served', async () => {
    const four = [1, 2, 3, 4].map(() => ask('/bars.parquet'));
    await begun(4);
    const fifth = await ask('/bars.parquet');
    expect([fifth.status, fifth.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await fifth.json()).toEqual({ errors: [{ message: 'This node writes 4 such files already.' }] });
    expect((await ask('/bars.csv')).status).toBe(200);
    for (const release of held) release();
    for (const response of await Promise.all(four)) {
      expect(response.status).toBe(200);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
    }
    await accepted();
  });

  test('leave their places when their clients go, which is no failure', async () => {
    const going = new AbortController();
    const four = [1, 2, 3, 4].map(() => ask('/bars.parquet', going.signal));
    const gone = Promise.allSettled(four);
    await begun(4);
    going.abort();
    await gone;
    await accepted();
    expect(logged).toEqual([]);
  });

  /** The server learns of the end of a connection after its client. */
  async function accepted(): Promise<void> {
    const before = held.length;
    const statuses: number[] = [];
    await eventually(async () => {
      const asked = ask('/bars.parquet');
      await Promise.race([asked, begun(before + 1)]);
      for (const release of held.slice(before)) release();
      statuses.push((await asked).status);
      return statuses.at(-1) === 200;
    });
  }
});

const ROW_GROUP = 50_000;
test.each<[string, () => readonly ExportedBar[]]>([
  [
    'the database fails',
    () => {
      throw new StoreUnavailableError('gone');
    },
  ],
  ['a bar comes up that its types do not hold: behind the point', () => [bar(ROW_GROUP, '1.234')]],
  ['a bar comes up that its types do not hold: before the point', () => [bar(ROW_GROUP, '12345678901234567')]],
  ['a value comes up that is no number', () => [bar(ROW_GROUP, 'NaN')]],
])('a Parquet file is broken off, not rounded, when midway %s', async (_what, second) => {
  await serve(() => ({
    exportBars: async (_series, { from }) =>
      from === null
        ? { found: Array.from({ length: ROW_GROUP }, (_, n) => bar(n)), next: ROW_GROUP }
        : { found: second(), next: null },
  }));
  const response = await ask('/bars.parquet');
  expect(response.status).toBe(200);
  const end = await response.arrayBuffer().then(
    () => 'whole',
    () => 'broken off',
  );
  expect(end).toBe('broken off');
  await eventually(async () => logged.length > 0);
  expect(logged.map(({ fields }) => fields)).toEqual([
    expect.objectContaining({ reason: 'DOWNLOAD_BROKEN', route: '/bars.parquet' }),
  ]);
});
