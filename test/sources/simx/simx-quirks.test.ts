import type { Page } from '../../../src/application/ports/data-source';
import { barAt, barsBetween } from '../../../src/sources/simx/market/prices';
import type { Quirk } from '../../../src/sources/simx/market/quirk';
import { otherValues } from '../../../src/sources/simx/market/revision';
import { rowOf, type BarsBody } from '../../../src/sources/simx/simx-api';
import { HOUR, NOW, SimxExchange } from './simx-exchange';

const FROM = NOW - 10 * HOUR;
const PAGE_SIZE = 4;
const bar = (hour: number) => barAt(1, 'SIM-001', 'ONE_HOUR', FROM + hour * HOUR);
const barsOf = (from: number, to: number) =>
  barsBetween(1, 'SIM-001', 'ONE_HOUR', FROM + from * HOUR, FROM + to * HOUR);
const range = (from: number, to: number) => ({ from: FROM + from * HOUR, to: FROM + to * HOUR });

let exchange: SimxExchange;

beforeEach(async () => {
  exchange = await new SimxExchange({ pageSize: PAGE_SIZE }).start();
});

afterEach(() => exchange.close());

/** Fetches the page that starts `hour` hours after FROM. */
const fetchAt = (hour: number, to = 10) => exchange.fetchPage('SIM-001', range(hour, to));

function setQuirk(quirk: Quirk): void {
  exchange.server.quirks.set('SIM-001', quirk);
}

/** Returns the page that is expected of the hours `from` to `to`. */
function pageOf(from: number, to: number, different: Partial<Page> = {}): Page {
  const next = to < 10 ? FROM + to * HOUR : null;
  const perfect = { bars: barsOf(from, to), quarantined: [], answered: range(from, to), outOfReach: null };
  return { ...perfect, next, asOf: exchange.now, ...different };
}

it('a symbol without a quirk, or with one that says nothing, has every bar', async () => {
  setQuirk({});
  expect(await fetchAt(0)).toEqual(pageOf(0, 4));
  setQuirk({ listedAt: NOW });
  expect((await exchange.fetchPage('SIM-002', range(0, 10))).bars).toHaveLength(PAGE_SIZE);
  exchange.server.quirks.clear();
  expect(await fetchAt(0)).toEqual(pageOf(0, 4));
});

it('listedAt: the pages before the listing are empty, and lead on', async () => {
  setQuirk({ listedAt: FROM + 5 * HOUR - 1 });
  expect(await fetchAt(0)).toEqual(pageOf(0, 4, { bars: [] }));
  expect(await fetchAt(4)).toEqual(pageOf(4, 8, { bars: barsOf(5, 8) }));
});

it('holes: have no bars, and a page spans them', async () => {
  setQuirk({ holes: [range(1, 2), range(3, 9)] });
  expect(await fetchAt(0)).toEqual(pageOf(0, 4, { bars: [bar(0), bar(2)] }));
  expect(await fetchAt(4)).toEqual(pageOf(4, 8, { bars: [] }));
  expect(await fetchAt(8)).toEqual(pageOf(8, 10, { bars: [bar(9)] }));
});

it('offGrid: the row is quarantined in the interval of its bar', async () => {
  setQuirk({ offGrid: [FROM, FROM + 3 * HOUR] });
  const flawOf = (hour: number) => {
    const time = FROM + hour * HOUR;
    const row = JSON.stringify(rowOf({ ...bar(hour), time: time + 37 }));
    return { time, row, flaw: expect.stringContaining('not aligned') };
  };
  expect(await fetchAt(0)).toEqual(pageOf(0, 4, { bars: barsOf(1, 3), quarantined: [flawOf(0), flawOf(3)] }));
});

it('offGrid: the row is not sent to a request that ends before it', async () => {
  setQuirk({ offGrid: [FROM + HOUR] });
  const page = await exchange.fetchPage('SIM-001', { from: FROM, to: FROM + HOUR + 37 });
  expect(page).toMatchObject({ bars: [bar(0)], quarantined: [], next: null });
});

it('brokenRange: the row is quarantined', async () => {
  setQuirk({ brokenRange: [FROM + 2 * HOUR] });
  const row = JSON.stringify(rowOf({ ...bar(2), high: '0.0000' }));
  const quarantined = [{ time: FROM + 2 * HOUR, row, flaw: expect.stringContaining('high 0.0000 below') }];
  expect(await fetchAt(0)).toEqual(pageOf(0, 4, { bars: [bar(0), bar(1), bar(3)], quarantined }));
});

describe('twice', () => {
  const pairOf = (hour: number) => {
    const row = JSON.stringify([rowOf(bar(hour)), rowOf(otherValues(bar(hour)))]);
    return { time: FROM + hour * HOUR, row, flaw: expect.stringContaining('twice') };
  };

  it('both rows are quarantined, and the page is full one bar earlier', async () => {
    setQuirk({ twice: [FROM + HOUR] });
    expect(await fetchAt(0)).toEqual(pageOf(0, 3, { bars: [bar(0), bar(2)], quarantined: [pairOf(1)] }));
    expect(await fetchAt(3)).toEqual(pageOf(3, 7));
  });

  it('a pair is never divided between two pages', async () => {
    setQuirk({ twice: [FROM + 3 * HOUR] });
    expect(await fetchAt(0)).toEqual(pageOf(0, 3));
    expect(await fetchAt(3)).toEqual(pageOf(3, 6, { bars: barsOf(4, 6), quarantined: [pairOf(3)] }));
  });

  it('on the last page, what does not fit comes on another one', async () => {
    setQuirk({ twice: [FROM + 9 * HOUR] });
    expect(await fetchAt(6)).toEqual(pageOf(6, 9));
    expect(await fetchAt(9)).toEqual(pageOf(9, 10, { bars: [], quarantined: [pairOf(9)] }));
  });
});

describe('reachMs', () => {
  it('says from when on the history is served', async () => {
    setQuirk({ reachMs: 8 * HOUR });
    const [outOfReach, answered] = [range(0, 2), range(2, 6)];
    expect(await fetchAt(0)).toEqual(pageOf(2, 6, { answered, outOfReach }));
    expect(await fetchAt(6)).toEqual(pageOf(6, 10));
    expect(await fetchAt(2)).toEqual(pageOf(2, 6));
  });

  it('says nothing of it to a request that begins there', async () => {
    setQuirk({ reachMs: 8 * HOUR });
    const historyFrom = async (from: number) => {
      const answer = await fetch(`${exchange.baseUrl}/v1/bars?symbol=SIM-001&interval=1h&from=${from}&to=${NOW}`);
      return ((await answer.json()) as BarsBody).historyFrom;
    };
    const start = FROM + 2 * HOUR;
    expect(await historyFrom(start - HOUR)).toBe(start);
    expect(await historyFrom(start - HOUR + 1)).toBeNull();
    expect(await historyFrom(start)).toBeNull();
  });

  it('moves with the clock, by whole intervals', async () => {
    setQuirk({ reachMs: 8 * HOUR });
    exchange.now = NOW + 1;
    expect(await fetchAt(0)).toEqual(pageOf(3, 7, { outOfReach: range(0, 3) }));
  });

  it('serves nothing of a range that is older', async () => {
    setQuirk({ reachMs: 2 * HOUR });
    const nothing = { bars: [], answered: range(5, 5), outOfReach: range(0, 5), next: null };
    expect(await fetchAt(0, 5)).toEqual(pageOf(0, 5, nothing));
  });
});

it('emptyFirst: the first answers to each range have no bars and no next page', async () => {
  setQuirk({ emptyFirst: 2 });
  const empty = (from: number) => pageOf(from, 10, { bars: [] });
  for (const from of [0, 4]) {
    expect(await fetchAt(from)).toEqual(empty(from));
    expect(await fetchAt(from)).toEqual(empty(from));
    expect(await fetchAt(from)).toEqual(pageOf(from, from + 4));
    expect(await fetchAt(from)).toEqual(pageOf(from, from + 4));
  }
  setQuirk({ emptyFirst: 1 });
  expect(await fetchAt(0)).toEqual(empty(0));
  expect(await fetchAt(0)).toEqual(pageOf(0, 4));
});

it('emptyFirst: an answer that a fault replaces does not count', async () => {
  setQuirk({ emptyFirst: 1 });
  exchange.server.faults.add({ kind: 'server-error', times: 1 });
  await expect(fetchAt(0)).rejects.toMatchObject({ code: 'SOURCE_DOWN' });
  expect((await fetchAt(0)).bars).toEqual([]);
  expect((await fetchAt(0)).bars).toHaveLength(PAGE_SIZE);
});

it('lateMs: a bar appears so long after it has closed', async () => {
  setQuirk({ lateMs: HOUR + 1 });
  expect(await fetchAt(7)).toEqual(pageOf(7, 10, { bars: [bar(7)] }));
  exchange.now = NOW + 1;
  expect(await fetchAt(7)).toEqual(pageOf(7, 10, { bars: [bar(7), bar(8)] }));
  exchange.now = NOW + HOUR;
  expect(await fetchAt(7)).toEqual(pageOf(7, 10, { bars: [bar(7), bar(8)] }));
});

it('revisedAt: from then on the bars of the range have other values, which are valid', async () => {
  setQuirk({ revisedAt: { at: NOW + 1, ...range(1, 3) } });
  expect(await fetchAt(0)).toEqual(pageOf(0, 4));
  exchange.now = NOW + 1;
  const page = await fetchAt(0);
  expect(page).toEqual(pageOf(0, 4, { bars: [bar(0), otherValues(bar(1)), otherValues(bar(2)), bar(3)] }));
  expect(page.bars[1]!.close).not.toBe(bar(1).close);
});
