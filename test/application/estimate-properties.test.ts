import fc from 'fast-check';
import type { CollectionJob } from '../../src/domain/collection-job';
import { INTERVAL_MS } from '../../src/domain/bar';
import { ASKABLE_REASONS } from '../../src/domain/series/gap';
import type { Estimate } from '../../src/domain/series/estimate';
import type { TimeRange } from '../../src/domain/series/time-range';
import type { JobDraft } from '../../src/application/ports/collection-job-repository';
import type { Quirk } from '../../src/sources/simx/market/quirk';
import { SIMX_SYMBOLS } from '../../src/sources/simx/market/simx-symbols';
import { SimxServer } from '../../src/sources/simx/simx-server';
import { SimxSource } from '../../src/sources/simx/simx-source';
import { eventually } from '../support/eventually';
import { Harness, someDraft } from '../support/harness';

/**
 * Property test of estimates: for any windows, intervals and symbols, of which earlier jobs have collected any parts, the
 * simulated exchange counts as many requests for a job as were estimated, and as many bars are stored. If it has not every
 * bar, there are no more.
 */
const RATE = { ratePerSecond: 100_000, burst: 100_000 };
const server = new SimxServer({ seed: 1, latencyMs: 0, ...RATE });
let harness: Harness;
let source: SimxSource;
/** Examples so far: each has its own times. */
let examples = 0;

beforeAll(async () => {
  const { baseUrl } = await server.start();
  source = new SimxSource({ baseUrl, exchange: server, ...RATE });
  harness = await Harness.open({ sources: [source] });
  await source.open();
});
afterAll(async () => {
  await harness.close();
  await source.close();
  await server.close();
});
afterEach(() => server.quirks.clear());

/** In intervals from the first time of the example on; fractions are between opening times. */
interface Window {
  readonly from: number;
  readonly to: number;
}

interface Asked extends Window {
  /** Places in the list of symbols. */
  readonly symbols: readonly number[];
  readonly mode: JobDraft['mode'];
  readonly asksFor: JobDraft['asksFor'];
}

const LONGEST = 1_900;
const SYMBOLS = 4;
const time = fc.tuple(fc.nat(LONGEST), fc.constantFrom(0, 0, 0.5)).map(([whole, part]) => whole + part);
const window: fc.Arbitrary<Window> = fc
  .tuple(time, time)
  .filter(([a, b]) => a !== b)
  .map((times) => ({ from: Math.min(...times), to: Math.max(...times) }));
const asked: fc.Arbitrary<Asked> = fc
  .record({
    window,
    symbols: fc.uniqueArray(fc.nat(SYMBOLS - 1), { minLength: 1, maxLength: SYMBOLS }),
    mode: fc.constantFrom<JobDraft['mode']>('MISSING', 'MISSING', 'REFRESH', 'VERIFY'),
    asksFor: fc.constantFrom<JobDraft['asksFor']>(['NOT_COLLECTED'], ASKABLE_REASONS),
  })
  .map(({ window: { from, to }, ...rest }) => ({ from, to, ...rest }));
const example = fc.record({
  interval: fc.constantFrom('ONE_MINUTE' as const, 'FIVE_MINUTES' as const, 'ONE_HOUR' as const),
  earlier: fc.array(asked, { maxLength: 4 }),
  last: asked,
});
type Example = typeof example extends fc.Arbitrary<infer T> ? T : never;

/** Starts of the examples of each interval, as far from each other as windows are long. */
function startOf({ interval }: Example, number: number): number {
  return Date.UTC(1980, 0) + number * 2 * LONGEST * INTERVAL_MS[interval];
}

function draftOf({ from, to, symbols, mode, asksFor }: Asked, { interval }: Example, start: number): JobDraft {
  const at = (intervals: number) => new Date(start + intervals * INTERVAL_MS[interval]);
  const names = symbols.map((place) => (place === 3 ? 'NO-SUCH' : SIMX_SYMBOLS[place]!));
  const asked = { interval, from: at(from), to: at(to), mode, asksFor };
  return { ...someDraft(names), ...asked, source: 'simx' };
}

async function collected(draft: JobDraft): Promise<CollectionJob> {
  const { symbols, ...rest } = draft;
  const { id } = await harness.start(symbols, rest);
  return eventually(() => harness.becomes(id, 'COMPLETED'), { timeoutMs: 60_000 });
}

interface Taken {
  readonly estimate: Estimate;
  readonly requests: number;
  readonly bars: number;
}

/** Collects what the example says, and returns what the last of its jobs took. */
async function taken(all: Example, start: number): Promise<Taken> {
  for (const each of all.earlier) await collected(draftOf(each, all, start));
  const draft = draftOf(all.last, all, start);
  const estimate = await harness.core.estimate.execute({ ...draft, select: null }, harness.core.reader);
  const sent = () => server.requests.length + server.droppedRequests;
  const [requestsBefore, barsBefore] = [sent(), await harness.barCount()];
  const { progress } = await collected(draft);
  const stored = (await harness.barCount()) - barsBefore;
  return {
    estimate,
    requests: sent() - requestsBefore,
    // VERIFY stores none of those that it compares.
    bars: { MISSING: stored, REFRESH: progress.rows, VERIFY: estimate.bars }[draft.mode],
  };
}

test('on an exchange that has every bar, a job makes as many requests as were estimated, and stores as many bars', async () => {
  const listed = (each: Asked): Asked => ({ ...each, symbols: each.symbols.map((place) => place % 3) });
  const unique = (each: Asked): Asked => ({ ...listed(each), symbols: [...new Set(listed(each).symbols)] });
  const property = fc.asyncProperty(example, async (given) => {
    const all = { ...given, earlier: given.earlier.map(unique), last: unique(given.last) };
    const { estimate, ...job } = await taken(all, startOf(all, examples++));
    const { requests, bars, isExact } = estimate;
    expect({ requests, bars, isExact }).toEqual({ ...job, isExact: true });
  });
  await fc.assert(property, { numRuns: 20, endOnFailure: true });
});

/** Quirks at some ranges of opening times. Those that multiply each other's requests do not occur together. */
const QUIRKS: Readonly<Record<string, (ranges: readonly TimeRange[], times: readonly number[]) => Quirk>> = {
  none: () => ({}),
  listedAt: ([first]) => ({ listedAt: first!.from }),
  holes: (holes) => ({ holes }),
  flaws: (holes, times) => ({ holes, offGrid: times.slice(0, 20), brokenRange: times.slice(-5) }),
  twice: (_ranges, twice) => ({ twice }),
  reachMs: ([first]) => ({ reachMs: Date.now() - first!.from }),
  emptyFirst: (holes) => ({ holes, emptyFirst: 1 }),
};

/** Makes a quirk of an example from its start and its interval. */
const quirk: fc.Arbitrary<(start: number, span: number) => Quirk> = fc
  .record({
    kind: fc.constantFrom(...Object.keys(QUIRKS)),
    windows: fc.array(window, { minLength: 1, maxLength: 3 }),
  })
  .map(({ kind, windows }) => (start, span) => {
    const at = (intervals: number) => start + Math.floor(intervals) * span;
    const ranges = windows.map(({ from, to }) => ({ from: at(from), to: at(to) + span }));
    const { from, to } = ranges[0]!;
    return QUIRKS[kind]!(
      ranges,
      Array.from({ length: (to - from) / span }, (_, n) => from + n * span),
    );
  });

test('whatever the exchange has, a job takes no more than was estimated, and as much if that was exact', async () => {
  const quirks = fc.array(quirk, { minLength: SYMBOLS - 1, maxLength: SYMBOLS - 1 });
  let inexact = 0;
  const property = fc.asyncProperty(example, quirks, async (all, given) => {
    const start = startOf(all, examples++);
    given.forEach((make, place) => {
      server.quirks.set(SIMX_SYMBOLS[place]!, make(start, INTERVAL_MS[all.interval]));
    });
    const { estimate, requests, bars } = await taken(all, start);
    if (estimate.isExact) expect({ requests, bars }).toEqual({ requests: estimate.requests, bars: estimate.bars });
    else inexact++;
    expect(requests).toBeLessThanOrEqual(estimate.requests);
    expect(bars).toBeLessThanOrEqual(estimate.bars);
  });
  await fc.assert(property, { numRuns: 20, endOnFailure: true });
  expect(inexact).toBeGreaterThan(0);
});
