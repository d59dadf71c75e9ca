import type { DataSource } from '../../src/application/ports/data-source';
import { UNWATCHED } from '../../src/application/ports/telemetry';
import type { SourceBudget } from '../../src/application/source-access/source-budget';
import { SourceThrottle } from '../../src/application/source-access/source-throttle';
import { SymbolCatalogue } from '../../src/application/source-access/symbol-catalogue';
import { SourceError } from '../../src/domain/source-failure';
import { eventually } from '../support/eventually';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Longer than the test runs. */
const LONG = HOUR;

/** A request for the list, pending until the test answers it. */
interface Listing {
  readonly signal: AbortSignal;
  answer(symbols: readonly string[]): void;
  fail(error: unknown): void;
}

function catalogueOf({ listingCost, budget }: { listingCost?: number; budget?: SourceBudget } = {}) {
  const listings: Listing[] = [];
  const source = {
    name: 'held',
    listingCost,
    listSymbols: ({ signal }: { signal: AbortSignal }) =>
      new Promise<readonly string[]>((answer, fail) => listings.push({ signal, answer, fail })),
  } as unknown as DataSource;
  const throttle = new SourceThrottle(budget ?? null);
  const logged: string[] = [];
  const log = {
    info: () => undefined,
    error: () => undefined,
    warn: (_: object, line: string) => void logged.push(line),
  };
  const time = { now: 0 };
  const catalogue = new SymbolCatalogue({ source, throttle, telemetry: UNWATCHED, log, clock: () => time.now });
  const listing = async (n: number) => {
    await eventually(() => listings.length >= n);
    return listings[n - 1]!;
  };
  return { catalogue, throttle, listings, listing, logged, time };
}

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error as SourceError).code,
  );

test('many who ask at once, and one after the other, share one request and one list', async () => {
  const { catalogue, listings, listing } = catalogueOf();
  const asked = Array.from({ length: 500 }, () => catalogue.symbols(LONG));
  (await listing(1)).answer(['A', 'B']);
  const lists = new Set(await Promise.all(asked));
  for (let n = 0; n < 500; n++) lists.add(await catalogue.symbols(LONG));
  expect([...lists]).toEqual([['A', 'B']]);
  expect(listings).toHaveLength(1);
});

test('after five minutes the list is asked for again, once, and the old one shown until the new one is there', async () => {
  const { catalogue, listings, listing, time } = catalogueOf();
  const first = catalogue.symbols(LONG);
  (await listing(1)).answer(['A']);
  await first;
  time.now += 5 * MINUTE;
  for (let n = 0; n < 3; n++) expect(await catalogue.symbols(0)).toEqual(['A']);
  (await listing(2)).answer(['A', 'B']);
  await eventually(async () => expect(await catalogue.symbols(0)).toEqual(['A', 'B']));
  expect(listings).toHaveLength(2);
});

test('while it cannot be listed anew, a list of hours ago is shown, and none that is older', async () => {
  const { catalogue, listings, listing, logged, time } = catalogueOf();
  const first = catalogue.symbols(LONG);
  (await listing(1)).answer(['A']);
  await first;
  time.now += 5 * HOUR;
  expect(await catalogue.symbols(0)).toEqual(['A']);
  (await listing(2)).fail(new SourceError('SOURCE_DOWN', 'gone'));
  await eventually(() => logged.length === 1);
  // Just after a failure, no caller triggers another request.
  for (let n = 0; n < 500; n++) expect(await catalogue.symbols(0)).toEqual(['A']);
  expect(listings).toHaveLength(2);
  time.now += HOUR;
  const late = codeOf(catalogue.symbols(LONG));
  (await listing(3)).fail(new SourceError('SOURCE_DOWN', 'still gone'));
  expect(await late).toBe('SOURCE_DOWN');
  for (let n = 0; n < 500; n++) expect(await codeOf(catalogue.symbols(LONG))).toBe('SOURCE_DOWN');
  expect(listings).toHaveLength(3);
  expect(logged).toHaveLength(2);
});

test('any error is remembered for a moment, also one that no source should throw', async () => {
  const { catalogue, listings, listing } = catalogueOf();
  const first = catalogue.symbols(LONG);
  (await listing(1)).fail(new TypeError('a bug'));
  await expect(first).rejects.toThrow('a bug');
  await expect(catalogue.symbols(LONG)).rejects.toThrow('a bug');
  expect(listings).toHaveLength(1);
});

test('one who loses patience ends nothing for the others', async () => {
  const { catalogue, listings, listing } = catalogueOf();
  const patient = catalogue.symbols(LONG);
  expect(await codeOf(catalogue.symbols(1))).toBe('TIMEOUT');
  expect((await listing(1)).signal.aborted).toBe(false);
  listings[0]!.answer(['A']);
  expect(await patient).toEqual(['A']);
});

test('a source that is to be left alone is not asked, and that is said at once', async () => {
  const { catalogue, throttle, listings } = catalogueOf();
  throttle.holdFor(HOUR);
  expect(await codeOf(catalogue.symbols(LONG))).toBe('RATE_LIMITED');
  expect(listings).toHaveLength(0);
});

test('the rest that it asks for holds everybody back', async () => {
  const { catalogue, throttle, listings, listing, time } = catalogueOf();
  const asked = codeOf(catalogue.symbols(LONG));
  (await listing(1)).fail(new SourceError('BANNED', 'banned', HOUR));
  expect(await asked).toBe('BANNED');
  expect(throttle.quietMs).toBeGreaterThan(HOUR - MINUTE);
  time.now += MINUTE;
  expect(await codeOf(catalogue.symbols(LONG))).toBe('RATE_LIMITED');
  expect(listings).toHaveLength(1);
});

test('what a list is worth is taken from the budget first', async () => {
  const taken: ((waitMs: number) => void)[] = [];
  const take = () => new Promise<number>((grant) => taken.push(grant));
  const budget = { take, block: async () => undefined } as unknown as SourceBudget;
  const { catalogue, listings, listing } = catalogueOf({ listingCost: 10, budget });
  const asked = catalogue.symbols(LONG);
  await eventually(() => taken.length === 9);
  for (const grant of taken) grant(0);
  await eventually(() => taken.length === 10);
  expect(listings).toHaveLength(0);
  taken[9]!(0);
  (await listing(1)).answer(['A']);
  expect(await asked).toEqual(['A']);
  expect(taken).toHaveLength(10);
});

test('is closed: the request is aborted, who waits is told, and nothing is asked any more', async () => {
  const { catalogue, listings, listing } = catalogueOf();
  const asked = codeOf(catalogue.symbols(LONG));
  const { signal } = await listing(1);
  catalogue.close();
  expect(signal.aborted).toBe(true);
  expect(await asked).toBe('SOURCE_DOWN');
  expect(await codeOf(catalogue.symbols(LONG))).toBe('SOURCE_DOWN');
  expect(listings).toHaveLength(1);
});
