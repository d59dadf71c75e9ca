import fc from 'fast-check';
import { alignedDown, BAR_INTERVALS, barsBetween, openingAfter, type BarInterval } from '../../src/domain/bar';
import { barsBetweenSql, openingAfterSql } from '../../src/persistence/series/coverage-sql';
import { createTestDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

const row = fc
  .record({
    interval: fc.constantFrom(...BAR_INTERVALS),
    at: fc.integer({ min: Date.UTC(1970, 1), max: Date.UTC(2190, 0) }),
    bars: fc.integer({ min: 0, max: 400 }),
  })
  .map(({ interval, at, bars }): Row => {
    const from = alignedDown(at, interval);
    return { interval, from, to: openingAfter(from, interval, bars) };
  });
interface Row {
  readonly interval: BarInterval;
  readonly from: number;
  readonly to: number;
}

test.each(['UTC', 'America/New_York', 'Asia/Kathmandu'])(
  'SQL steps and counts as the domain does, in %s',
  async (zone) => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 50, maxLength: 50 }), async (rows) => {
        const found = await database.source.transaction(async (manager) => {
          await manager.query(`SET LOCAL TIME ZONE '${zone}'`);
          return manager.query<{ bars: string; after: Date }[]>(
            `SELECT ${barsBetweenSql('"from"', '"to"', 'interval')} AS bars, ${openingAfterSql('"from"', 'interval')} AS after
             FROM unnest($1::bar_interval[], $2::timestamptz[], $3::timestamptz[]) AS given (interval, "from", "to")`,
            [
              rows.map(({ interval }) => interval),
              rows.map(({ from }) => new Date(from)),
              rows.map(({ to }) => new Date(to)),
            ],
          );
        });
        for (const [index, { interval, from, to }] of rows.entries()) {
          expect(Number(found[index]!.bars)).toBe(barsBetween(from, to, interval));
          expect(found[index]!.after.getTime()).toBe(openingAfter(from, interval));
        }
      }),
      { numRuns: 5 },
    );
  },
);
