import type { Api } from '../../web/src/api/client';
import { FoundSeries } from '../../web/src/gaps/found-series';

/** Series whose symbols contain "BTC", two to a page; the cursor is the number of those before. */
const SYMBOLS = ['1BTC', 'ABTC', 'BTC', 'BTCA'];

function found(symbol: string, failures = 0) {
  const asked: (string | null)[] = [];
  const query = ({ variables: { after } }: { variables: { after: string | null } }) => {
    asked.push(after);
    if (asked.length <= failures) return Promise.reject(new Error('Not now.'));
    const start = Number(after ?? 0);
    const nodes = SYMBOLS.slice(start, start + 2).map((name) => ({ id: `ser_${name}`, symbol: name }));
    const pageInfo = { hasNextPage: start + 2 < SYMBOLS.length, endCursor: String(start + 2) };
    return Promise.resolve({ data: { series: { nodes, pageInfo } } });
  };
  const series = new FoundSeries({ apollo: { query } } as unknown as Api, {
    ...{ source: 'simx', symbol, interval: 'ONE_HOUR' },
  });
  return { asked, series };
}

test('a series is the one of exactly this symbol, on whichever page, and is looked for once', async () => {
  const { series, asked } = found('BTC');
  expect(await Promise.all([series.id(), series.id()])).toEqual(['ser_BTC', 'ser_BTC']);
  expect(await series.id()).toBe('ser_BTC');
  expect(asked).toEqual([null, '2']);
});

test('there may be none', async () => {
  const { series, asked } = found('TC');
  expect(await series.id()).toBeNull();
  expect(asked).toEqual([null, '2']);
});

test('it is looked for again after a failure', async () => {
  const { series } = found('1BTC', 1);
  await expect(series.id()).rejects.toThrow('Not now.');
  expect(await series.id()).toBe('ser_1BTC');
});
