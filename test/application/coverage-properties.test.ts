import fc from 'fast-check';
import type { CollectionJob, CollectMode } from '../../src/domain/collection-job';
import { ASKABLE_REASONS, type AskableReason } from '../../src/domain/series/gap';
import { difference, setOf, type TimeRange, type TimeRanges } from '../../src/domain/series/time-range';
import { eventually } from '../support/eventually';
import { miscounted } from '../support/series';
import { ENGINES, Harness } from '../support/harness';
import type { HeldCall } from '../support/held-source';
import { isAll } from '../support/scope.js';
import { at, hourOf, MoodyMarket, type Fate, type Mood } from './moody-market';

/**
 * Property test of coverage. For any bars that a source has, any moods in which it answers, and any sequence of jobs with
 * any windows and modes, two at once or alone, paused, aborted and restarted at any moment:
 *
 * - covered is never more than what the source has shown, and the bars stored are those of the source in it;
 * - a symbol that has SUCCEEDED or is EMPTY has its whole window answered;
 * - no request of a MISSING job lies wholly inside what is covered;
 * - VERIFY finds no difference where the source has changed nothing.
 */
const HOURS = 36;
const SYMBOLS = 3;

type Interruption = 'PAUSE' | 'ABORT' | 'RESTART';

interface Plan {
  readonly from: number;
  readonly to: number;
  readonly mode: CollectMode;
  readonly asksFor: readonly AskableReason[];
}

interface Round {
  /** One job, or two at once. */
  readonly plans: readonly Plan[];
  /** Each after so many more requests. */
  readonly interruptions: readonly (readonly [after: number, what: Interruption])[];
}

const plan: fc.Arbitrary<Plan> = fc
  .record({
    hours: fc.tuple(fc.nat(HOURS), fc.nat(HOURS)).filter(([a, b]) => a !== b),
    mode: fc.constantFrom<CollectMode>('MISSING', 'MISSING', 'MISSING', 'REFRESH', 'VERIFY'),
    asksFor: fc.constantFrom<Plan['asksFor']>(['NOT_COLLECTED'], ASKABLE_REASONS),
  })
  .map(({ hours, ...rest }) => ({ from: Math.min(...hours), to: Math.max(...hours), ...rest }));
const round: fc.Arbitrary<Round> = fc.record({
  plans: fc.array(plan, { minLength: 1, maxLength: 2 }),
  interruptions: fc.array(
    fc.tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom<Interruption>('PAUSE', 'ABORT', 'RESTART')),
    { maxLength: 2 },
  ),
});
const fates: fc.Arbitrary<readonly Fate[]> = fc
  .tuple(
    fc.nat(8),
    fc.array(fc.constantFrom<Fate>('BAR', 'BAR', 'BAR', 'NONE', 'FLAW'), { minLength: HOURS, maxLength: HOURS }),
  )
  .map(([reach, all]) => all.map((fate, hour) => (hour < reach ? 'REACH' : fate)));
const moods: fc.Arbitrary<readonly Mood[]> = fc
  .array(fc.constantFrom<Mood>('FULL', 'FULL', 'SHORT', 'EMPTY', 'ERROR'), { maxLength: 8 })
  .map((all) => [...all, 'FULL']);

describe.each(ENGINES)('workers: %s', (engine) => {
  let harness: Harness;
  let runs = 0;
  beforeAll(async () => void (harness = await Harness.open({ engine })));
  afterAll(() => harness.close());

  test('what is covered has been shown, and what has been shown is not asked for again', async () => {
    const rounds = fc.array(round, { minLength: 1, maxLength: 3 });
    const property = fc.asyncProperty(fates, moods, rounds, (has, answers, all) =>
      new Run(harness, `r${runs++}`, new MoodyMarket(has, answers)).all(all),
    );
    const numRuns = (engine === 'process' ? 15 : 6) * (isAll ? 4 : 1);
    await fc.assert(property, { numRuns, endOnFailure: true });
  });
});

/** The jobs of one example, on symbols of their own. */
class Run {
  private readonly symbols: readonly string[];
  /** Requests that lie wholly inside what was covered when they were made. */
  private readonly repeated: unknown[] = [];

  constructor(
    private readonly harness: Harness,
    name: string,
    private readonly market: MoodyMarket,
  ) {
    this.symbols = Array.from({ length: SYMBOLS }, (_, n) => `${name}.${n}`);
  }

  async all(rounds: readonly Round[]): Promise<void> {
    for (const each of rounds) await this.round(each);
  }

  private async round({ plans, interruptions }: Round): Promise<void> {
    const isAlone = plans.length === 1 && plans[0]!.mode === 'MISSING';
    this.harness.source.onFetch = async (call) => {
      if (isAlone) await this.expectNews(call);
      this.market.answer(call);
    };
    const jobs: CollectionJob[] = [];
    for (const { from, to, ...asked } of plans) {
      const window = { from: new Date(at(from)), to: new Date(at(to)) };
      jobs.push(await this.harness.start(this.symbols, { ...window, ...asked, concurrency: 2 }));
    }
    for (const [after, what] of interruptions) await this.interrupt(jobs, after, what);
    await eventually(() => this.haveEnded(jobs));
    expect(this.repeated).toEqual([]);
    for (const symbol of this.symbols) await this.expectProved(symbol);
    for (const [index, { id }] of jobs.entries()) await this.expectEnded(id, plans[index]!);
  }

  /** While no other job stores anything, what is covered now was covered when the request was made. */
  private async expectNews({ symbol, request }: HeldCall): Promise<void> {
    const { covered } = await this.sets(symbol);
    if (difference([{ from: request.from, to: request.to }], covered).length > 0) return;
    this.repeated.push({ symbol, from: hourOf(request.from), to: hourOf(request.to), covered: hours(covered) });
  }

  private async interrupt(jobs: readonly CollectionJob[], after: number, what: Interruption): Promise<void> {
    const { harness, market } = this;
    const due = market.requests + after;
    await eventually(async () => market.requests >= due || (await this.haveEnded(jobs)));
    if (what === 'RESTART') {
      await harness.end();
      await harness.restart();
      await harness.takeUp();
      return;
    }
    for (const { id } of jobs) {
      const inFlight = what === 'ABORT' ? 'ABORT' : 'FINISH';
      const paused = await harness.core.pause.execute(id, { actor: 'tester', inFlight }).catch(() => null);
      if (!paused) continue;
      await harness.core.resume.execute(id, { actor: 'tester' });
    }
  }

  private async haveEnded(jobs: readonly CollectionJob[]): Promise<boolean> {
    const now = await Promise.all(jobs.map(({ id }) => this.harness.job(id)));
    // A source that only fails ends the job: FAILED.
    return now.every(({ state }) => state === 'COMPLETED' || state === 'FAILED');
  }

  private async expectProved(symbol: string): Promise<void> {
    const { covered, outOfReach, quarantined, counted } = await this.sets(symbol);
    const all = (...fates: readonly Fate[]) => this.market.times(0, HOURS, fates);
    const beyond = [
      difference(covered, all('BAR', 'NONE')),
      difference(outOfReach, all('REACH')),
      difference(quarantined, all('FLAW')),
    ];
    expect(beyond.map(hours)).toEqual([[], [], []]);
    const stored = await this.stored(symbol);
    expect(hours(stored.times)).toEqual(hours(within(all('BAR'), covered)));
    expect(counted).toEqual({ bars: stored.count, first: stored.first, last: stored.last });
    expect(await miscounted(this.harness.database.source)).toEqual([]);
  }

  private async expectEnded(id: string, plan: Plan): Promise<void> {
    const { differences, revised } = await this.harness.job(id);
    expect({ differences, revised }).toEqual({ differences: 0, revised: 0 });
    if (plan.mode !== 'VERIFY') await this.expectAnswered(id, plan);
  }

  private async expectAnswered(id: string, { from, to }: Plan): Promise<void> {
    const window = { from: at(from), to: at(to) };
    const { reader } = this.harness.core;
    for (const { symbol, state } of await reader.symbols({ jobId: id, states: null, active: [] }, -1, SYMBOLS)) {
      if (state === 'FAILED' || state === 'PENDING') continue;
      const { covered, outOfReach, quarantined } = await this.sets(symbol);
      const left = difference([window], setOf([...covered, ...outOfReach, ...quarantined]));
      expect({ symbol, left: hours(left) }).toEqual({ symbol, left: [] });
      const bars = within((await this.stored(symbol)).times, [window]);
      expect({ symbol, state }).toEqual({ symbol, state: bars.length > 0 ? 'SUCCEEDED' : 'EMPTY' });
    }
  }

  private async sets(symbol: string) {
    const ranges = (column: string) =>
      `(SELECT coalesce(json_agg(json_build_object('from', extract(epoch FROM lower(r)) * 1000,
                                                   'to', extract(epoch FROM upper(r)) * 1000) ORDER BY r), '[]')
          FROM unnest(${column}) r) AS "${column}"`;
    const [row] = await this.harness.database.source.query<[Sets]>(
      `SELECT ${ranges('covered')}, ${ranges('out_of_reach')}, ${ranges('quarantined')}, bars::integer,
              first_bar AS first, last_bar AS last FROM series WHERE symbol = $1`,
      [symbol],
    );
    const { covered, out_of_reach: outOfReach, quarantined, ...counted } = row;
    return { covered, outOfReach, quarantined, counted };
  }

  private async stored(symbol: string) {
    const rows = await this.harness.database.source.query<{ time: Date; open: string }[]>(
      `SELECT time, open FROM bar JOIN series ON series.id = series_id WHERE symbol = $1 ORDER BY time`,
      [symbol],
    );
    const times = setOf(rows.map(({ time }) => ({ from: time.getTime(), to: time.getTime() + at(1) - at(0) })));
    expect(rows.map(({ open }) => open)).toEqual(rows.map(({ time }) => `${hourOf(time.getTime()) + 1}`));
    return { times, count: rows.length, first: rows[0]?.time ?? null, last: rows.at(-1)?.time ?? null };
  }
}

interface Sets {
  readonly covered: TimeRanges;
  readonly out_of_reach: TimeRanges;
  readonly quarantined: TimeRanges;
  readonly bars: number;
  readonly first: Date | null;
  readonly last: Date | null;
}

function within(set: TimeRanges, limits: TimeRanges): TimeRanges {
  return difference(set, difference(set, limits));
}

function hours(set: TimeRanges): number[][] {
  return set.map(({ from, to }: TimeRange) => [hourOf(from), hourOf(to)]);
}
