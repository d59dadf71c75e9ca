import fc from 'fast-check';
import { alignedDown, INTERVAL_MS, type BarInterval } from '../../../src/domain/bar';
import { difference, setOf, type TimeRange } from '../../../src/domain/series/time-range';
import { ArchivedBinance, type ArchivedName } from '../../support/archive/archived-binance';
import { Market } from '../../support/exchanges/market';
import { collect } from '../exchanges/collect';

const NOW = Date.UTC(2025, 5, 15, 12, 34, 56, 789);
const DAY = INTERVAL_MS.ONE_DAY;
const OFF_GRID_MS = 14_789;

interface Series {
  readonly source: ArchivedName;
  readonly interval: BarInterval;
  readonly days: number;
}

/** Windows that are a few files long. Only of the first are days worth their requests. */
const SERIES: readonly Series[] = [
  { source: 'binance-usdm', interval: 'ONE_MINUTE', days: 5 },
  { source: 'binance-usdm', interval: 'FIFTEEN_MINUTES', days: 80 },
  { source: 'binance', interval: 'FIFTEEN_MINUTES', days: 100 },
];

/** Fractions. Not fc.double, half of whose values are next to an end. */
const upTo = (most: number) => fc.integer({ min: 0, max: 1_000 }).map((n) => (n / 1_000) * most);
/** Places in the window, as fractions of it. */
const place = upTo(1);
const stretch = fc.record({ at: place, length: upTo(0.2) });
type Stretch = { readonly at: number; readonly length: number };

const anyCase = fc.record({
  series: fc.constantFrom(...SERIES),
  /** The end of the window is so many days ago. */
  age: upTo(40),
  length: place,
  listing: fc.option(place, { freq: 3 }),
  holes: fc.array(stretch, { maxLength: 3 }),
  /** Times that the exchange has, and the archive does not. */
  archiveHoles: fc.array(stretch, { maxLength: 2 }),
  offGrid: fc.array(place, { maxLength: 4 }),
  /** Of the names of files, modulo 7: which are missing, and which are spoilt. */
  missing: fc.nat(9),
  spoilt: fc.nat(9),
  isInMicroseconds: fc.boolean(),
  hasHeader: fc.boolean(),
});

test('any window, with holes, bad rows, missing and broken files: exactly the bars of the exchange, and all is proved', async () => {
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ series, age, length, listing, isInMicroseconds, hasHeader, ...rest }) => {
      const { source, interval, days } = series;
      const span = INTERVAL_MS[interval];
      const to = alignedDown(NOW - age * DAY, interval);
      const from = alignedDown(to - (0.3 + length) * days * DAY, interval);
      const rangeOf = ({ at, length: part }: Stretch): TimeRange => {
        const start = Math.floor(from + at * (to - from));
        return { from: start, to: Math.ceil(start + part * (to - from)) };
      };
      const listedAt = listing === null ? 0 : Math.floor(from + listing * (to - from));
      const holes = rest.holes.map(rangeOf);
      const market = new Market(
        [{ symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', status: 'TRADING', listedAt, holes }],
        () => NOW,
      );
      const archiveHoles = setOf(rest.archiveHoles.map(rangeOf));
      const offGrid = new Set(rest.offGrid.map((at) => alignedDown(from + at * (to - from), interval)));
      const unit = isInMicroseconds ? 1_000 : 1;
      const edit = (lines: readonly string[]) =>
        lines.flatMap((line) => {
          const [written, ...values] = line.split(',');
          const time = Number(written) / unit;
          if (archiveHoles.some((hole) => hole.from <= time && time < hole.to)) return [];
          return offGrid.has(time) ? [[(time + OFF_GRID_MS) * unit, ...values].join()] : [line];
        });
      const isOneOf = (name: string, remainder: number) => name.charCodeAt(name.length - 1) % 7 === remainder;
      const binance = await ArchivedBinance.open(source, market, {
        ...{ isInMicroseconds, hasHeader, edit },
        lacks: (name) => isOneOf(name, rest.missing),
        spoil: (zip, name) => (isOneOf(name, rest.spoilt) ? zip.subarray(1) : zip),
      });
      try {
        const collected = await collect(binance.source, 'BTCUSDT', interval, { from, to });
        expect(collected.bars).toEqual(market.firstBars('BTCUSDT', span, from, to));
        // All is proved but for a tail of 3 intervals or 15 minutes.
        const tail = alignedDown(NOW - Math.max(3 * span, 15 * 60_000), interval);
        for (const range of difference(setOf([{ from, to }]), collected.covered))
          expect(range.from).toBeGreaterThanOrEqual(tail);
        for (const { time } of collected.quarantined) expect(offGrid).toContain(time);
        expect(await binance.leftFiles()).toEqual([]);
      } finally {
        await binance.close();
      }
    }),
    { numRuns: 40 },
  );
});
