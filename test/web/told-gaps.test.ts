import type { Api } from '../../web/src/api/client';
import type { FoundSeries } from '../../web/src/gaps/found-series';
import { ToldGaps } from '../../web/src/gaps/told-gaps';

interface Asked {
  readonly from: string;
  readonly to: string;
}

/** The periods asked for, in seconds, each with a function that answers it. */
let asked: { period: [number, number]; answer: (hasMore?: boolean) => void }[];
let told: ToldGaps;

const series = { id: () => Promise.resolve('ser_1') } as FoundSeries;
const seconds = (iso: string) => Date.parse(iso) / 1_000;

beforeEach(() => {
  jest.useFakeTimers();
  asked = [];
  const query = ({ variables: { from, to } }: { variables: Asked }) =>
    new Promise((resolve) => {
      const gap = { from, to, bars: 1, reason: 'NOT_COLLECTED' };
      const answer = (hasMore = false) => {
        const gaps = { nodes: [gap], pageInfo: { hasNextPage: hasMore } };
        resolve({ data: { node: { __typename: 'Series', id: 'ser_1', gaps } } });
      };
      asked.push({ period: [seconds(from), seconds(to)], answer });
    });
  told = new ToldGaps({ apollo: { query } } as unknown as Api, series);
});
afterEach(() => {
  told.close();
  jest.useRealTimers();
});

const rest = (ms = 250) => jest.advanceTimersByTimeAsync(ms);
const periods = () => asked.map(({ period }) => period);

test('gaps are asked for when the view rests', async () => {
  for (let n = 0; n < 20; n++) {
    told.look({ from: n, to: 100 + n });
    await rest(100);
  }
  expect(periods()).toEqual([]);
  await rest();
  expect(periods()).toEqual([[19, 119]]);
  asked[0]!.answer();
  await rest(0);
  expect(told.get()).toMatchObject({ gaps: [{ from: 19, to: 119, reason: 'NOT_COLLECTED' }], isCut: false });
});

test('what is within a known period is not asked for, unless not all of its gaps were told', async () => {
  const look = async (from: number, to: number) => {
    told.look({ from, to });
    await rest();
  };
  await look(0, 100);
  // Its answer will tell.
  await look(10, 90);
  asked[0]!.answer();
  await look(20, 80);
  await look(0, 100);
  expect(asked).toHaveLength(1);
  await look(0, 200);
  asked[1]!.answer(true);
  await rest(0);
  await look(0, 200);
  expect(told.get().isCut).toBe(true);
  expect(asked).toHaveLength(2);
  await look(0, 150);
  expect(periods()).toEqual([
    [0, 100],
    [0, 200],
    [0, 150],
  ]);
});

test('one is asked for at a time: after it the one in sight then', async () => {
  for (const from of [0, 200, 400]) {
    told.look({ from, to: from + 100 });
    await rest();
  }
  expect(periods()).toEqual([[0, 100]]);
  asked[0]!.answer();
  await rest(0);
  expect(periods()).toEqual([
    [0, 100],
    [400, 500],
  ]);
});
