import { SIMX_INTERVALS } from '../../../src/sources/simx/simx-api';
import fc from 'fast-check';
import type { Page } from '../../../src/application/ports/data-source';
import { proofOf } from '../../../src/application/worker/run/pages/page-proof';
import { alignedDown, INTERVAL_MS, type BarInterval } from '../../../src/domain/bar';
import { difference, setOf, union, type TimeRange, type TimeRanges } from '../../../src/domain/series/time-range';
import { barsPage } from '../../../src/sources/simx/market/bars-page';
import { perfectCollection, type PerfectCollection } from '../../../src/sources/simx/market/perfect-collection';
import { barAt, barsBetween } from '../../../src/sources/simx/market/prices';
import type { Quirk } from '../../../src/sources/simx/market/quirk';
import { quirkyPage } from '../../../src/sources/simx/market/quirky-page';
import { otherValues } from '../../../src/sources/simx/market/revision';
import { HOUR, NOW, SimxExchange } from './simx-exchange';

const SIMX = Object.keys(SIMX_INTERVALS) as BarInterval[];

const SYMBOL = 'SIM-007';

describe('perfectCollection', () => {
  const FROM = NOW - 10 * HOUR;
  const window = { symbol: SYMBOL, interval: 'ONE_HOUR', from: FROM, to: NOW + 2 * HOUR } as const;
  const range = (from: number, to: number) => ({ from: FROM + from * HOUR, to: FROM + to * HOUR });

  it('of a perfect market: every bar that is closed', () => {
    const bars = barsBetween(1, SYMBOL, 'ONE_HOUR', FROM, NOW);
    const nothing = { quarantined: [], outOfReach: [], absent: [] };
    expect(perfectCollection(1, window, NOW, {})).toEqual({ bars, ...nothing, pending: [range(10, 12)] });
    expect(perfectCollection(1, window, NOW + 1, {})).toEqual({ bars, ...nothing, pending: [range(10, 12)] });
  });

  it('says of every opening time what becomes of it', () => {
    const quirk: Quirk = {
      ...{ reachMs: 9 * HOUR, listedAt: FROM + 2 * HOUR, holes: [range(4, 5)], lateMs: 1 },
      ...{ offGrid: [FROM + HOUR, FROM + 3 * HOUR], brokenRange: [FROM + 6 * HOUR], twice: [FROM + 7 * HOUR] },
      ...{ emptyFirst: 1, revisedAt: { at: NOW, ...range(3, 6) } },
    };
    const bar = (hour: number) => barAt(1, SYMBOL, 'ONE_HOUR', FROM + hour * HOUR);
    expect(perfectCollection(1, window, NOW, quirk)).toEqual({
      bars: [bar(2), otherValues(bar(5)), bar(8)],
      quarantined: [range(3, 4), range(6, 8)],
      outOfReach: [range(0, 1)],
      absent: [range(1, 2), range(4, 5)],
      pending: [range(9, 12)],
    });
  });

  it('of a reach that is shorter than the open bar: all of it is out of reach', () => {
    const { outOfReach, pending } = perfectCollection(1, window, NOW + HOUR / 2, { reachMs: 1 });
    expect({ outOfReach, pending }).toEqual({ outOfReach: [range(0, 11)], pending: [range(11, 12)] });
  });
});

describe('walking all pages', () => {
  const exchanges = [1, 2, 7].map((pageSize) => new SimxExchange({ pageSize, ratePerSecond: 1e6, burst: 1e6 }));

  beforeAll(() => Promise.all(exchanges.map((exchange) => exchange.start())));
  afterAll(() => Promise.all(exchanges.map((exchange) => exchange.close())));

  it('gives just what a perfect collector ends up with, whatever the quirk', async () => {
    const property = fc.asyncProperty(fc.constantFrom(...exchanges), scenarios, async (exchange, scenario) => {
      const { interval, window, now, quirk } = scenario;
      exchange.now = now;
      exchange.server.quirks.set(SYMBOL, quirk);
      const pages = await walk(exchange, scenario);
      const perfect = perfectCollection(1, { symbol: SYMBOL, interval, ...window }, now, quirk);
      expect(pages.flatMap(({ bars }) => bars)).toEqual(perfect.bars);
      expectProved(pages, interval, perfect);
      expectDivided(window, interval, perfect);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('without a quirk, a page is that of the perfect market', () => {
    const property = fc.property(scenarios, fc.integer({ min: 1, max: 9 }), ({ interval, window, now }, pageSize) => {
      const query = { symbol: SYMBOL, interval, ...window };
      expect(quirkyPage(1, query, pageSize, now, {})).toEqual(barsPage(1, query, pageSize, now));
    });
    fc.assert(property);
  });
});

interface Scenario {
  readonly interval: BarInterval;
  readonly window: TimeRange;
  readonly now: number;
  readonly quirk: Quirk;
}

/** Fetches all pages of the window, each as often as it takes to outlast the empty answers. */
async function walk(exchange: SimxExchange, { interval, window, quirk }: Scenario): Promise<Page[]> {
  const pages: Page[] = [];
  for (let from: number | null = window.from; from !== null; from = pages.at(-1)!.next) {
    const request = { interval, from, to: window.to };
    for (let i = 0; i < (quirk.emptyFirst ?? 0); i++) {
      expect(await exchange.fetchPage(SYMBOL, request)).toMatchObject({ bars: [], quarantined: [], next: null });
    }
    pages.push(await exchange.fetchPage(SYMBOL, request));
  }
  return pages;
}

function expectProved(pages: readonly Page[], interval: BarInterval, perfect: PerfectCollection): void {
  const proofs = pages.map((page) => proofOf(page, interval));
  const quarantined = setOf(proofs.flatMap((proof) => proof.quarantined));
  const outOfReach = setOf(proofs.flatMap((proof) => proof.outOfReach));
  expect({ quarantined, outOfReach }).toEqual({ quarantined: perfect.quarantined, outOfReach: perfect.outOfReach });
  const covered = setOf(proofs.flatMap((proof) => proof.covered));
  expect(difference(intervalsOf(perfect, interval), covered)).toEqual([]);
  expect(lengthOf(covered)).toBe(lengthOf(difference(covered, union(quarantined, outOfReach))));
}

/** Expects that every opening time of the window has one fate. */
function expectDivided(window: TimeRange, interval: BarInterval, perfect: PerfectCollection): void {
  const { quarantined, outOfReach, absent, pending } = perfect;
  const parts = [intervalsOf(perfect, interval), quarantined, outOfReach, absent, pending];
  expect(setOf(parts.flat())).toEqual([window]);
  expect(parts.reduce((sum, part) => sum + lengthOf(part), 0)).toBe(window.to - window.from);
}

function intervalsOf({ bars }: PerfectCollection, interval: BarInterval): TimeRanges {
  return setOf(bars.map(({ time }) => ({ from: time, to: time + INTERVAL_MS[interval] })));
}

function lengthOf(set: TimeRanges): number {
  return set.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** A window of up to 40 intervals that begins up to 40 intervals ago, and a quirk that concerns it. */
const scenarios: fc.Arbitrary<Scenario> = fc
  .tuple(
    fc.constantFrom(...SIMX),
    fc.nat(40),
    fc.integer({ min: 1, max: 40 }),
    fc.oneof(fc.constant(0), fc.nat(24 * HOUR)),
  )
  .chain(([interval, ago, length, odd]) => {
    const span = INTERVAL_MS[interval];
    const now = NOW + odd;
    const from = alignedDown(now, interval) - ago * span;
    const window = { from, to: from + length * span };
    return quirks(from, span, now).map((quirk) => ({ interval, window, now, quirk }));
  });

function quirks(start: number, span: number, now: number): fc.Arbitrary<Quirk> {
  const opening = fc.integer({ min: -2, max: 42 }).map((n) => start + n * span);
  const time = fc.tuple(opening, fc.constantFrom(-1, 0, 1)).map(([at, odd]) => at + odd);
  const range = fc.tuple(time, fc.integer({ min: 1, max: 9 * span })).map(([from, ms]) => ({ from, to: from + ms }));
  const intervals = fc.nat(45).map((n) => n * span + (now % span));
  const duration = fc.oneof(intervals, fc.nat(45 * span));
  const openings = fc.array(opening, { maxLength: 8 });
  const revision = fc.tuple(range, fc.constantFrom(now, now + 1)).map(([revised, at]) => ({ at, ...revised }));
  return fc.record(
    {
      ...{ listedAt: time, holes: fc.array(range, { maxLength: 4 }), offGrid: openings, brokenRange: openings },
      ...{ twice: openings, reachMs: duration, emptyFirst: fc.nat(2), lateMs: duration },
      revisedAt: revision,
    },
    { requiredKeys: [] },
  );
}
