import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { FairLimit } from '../../src/async/fair-limit';
import { LanePlace } from '../../src/application/worker/run/lane-place';
import { sharedAbort } from '../../src/async/shared-abort';
import type { SourceBudget } from '../../src/application/source-access/source-budget';
import { SourceThrottle } from '../../src/application/source-access/source-throttle';
import type { WorkerPool } from '../../src/application/worker/worker-pool';
import { SourceError } from '../../src/domain/source-failure';
import { eventually } from '../support/eventually';
import { ACTOR, Harness, someDraft } from '../support/harness';
import { HeldSource } from '../support/held-source';
import { poolOn } from '../support/worker-pool';

const never = sharedAbort().signal;
const turn = () => new Promise(setImmediate);

/** Expects all places to be free: none was lost, and none was released twice. */
async function expectUntouched(limit: FairLimit, places: number): Promise<void> {
  let admitted = 0;
  const giveUp = sharedAbort();
  const asking = Array.from({ length: places + 3 }, async () => {
    if (await limit.enter('probe', [giveUp.signal])) admitted++;
  });
  await turn();
  expect(admitted).toBe(places);
  giveUp.abort();
  await Promise.all(asking);
  for (let n = 0; n < places; n++) limit.leave('probe');
}

describe('a place', () => {
  test('that is left twice is free once, and that is taken twice is one', async () => {
    const limit = new FairLimit(2);
    const place = new LanePlace(limit, 'job');
    expect([await place.take([never]), await place.take([never])]).toEqual([true, true]);
    place.leave();
    place.leave();
    await expectUntouched(limit, 2);
  });

  test('that was not to be had is not held, and leaves nothing', async () => {
    const limit = new FairLimit(1);
    const [first, second] = [new LanePlace(limit, 'a'), new LanePlace(limit, 'b')];
    await first.take([never]);
    expect(await second.take([AbortSignal.abort()])).toBe(false);
    second.leave();
    first.leave();
    await expectUntouched(limit, 1);
  });

  type Step = readonly [lane: number, what: 'take' | 'leave' | 'give up'];
  const step = fc.tuple(fc.nat(5), fc.constantFrom('take', 'leave', 'give up'));

  test('whatever the lanes do, no more than so many hold one, and in the end all are free', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 60 }), async (places, steps) => {
        const limit = new FairLimit(places);
        const lanes = Array.from({ length: 6 }, (_, n) => new Lane(new LanePlace(limit, `job ${n % 3}`)));
        for (const [n, what] of steps as Step[]) {
          await lanes[n]!.does(what);
          expect(lanes.filter((lane) => lane.holds).length).toBeLessThanOrEqual(places);
        }
        for (const lane of lanes) await lane.ends();
        await expectUntouched(limit, places);
      }),
    );
  });

  class Lane {
    holds = false;
    private patience = sharedAbort();
    private taking: Promise<void> = Promise.resolve();
    private isTaking = false;

    constructor(private readonly place: LanePlace) {}

    async does(what: 'take' | 'leave' | 'give up'): Promise<void> {
      if (what === 'take' && !this.isTaking) this.take();
      // A lane that waits for its place does nothing else.
      if (what === 'leave' && !this.isTaking) this.leave();
      if (what === 'give up') this.patience.abort();
      await turn();
    }

    async ends(): Promise<void> {
      this.patience.abort();
      await this.taking;
      this.leave();
    }

    private take(): void {
      this.isTaking = true;
      this.patience = sharedAbort();
      this.taking = this.place.take([this.patience.signal]).then((taken) => {
        this.holds = taken;
        this.isTaking = false;
      });
    }

    private leave(): void {
      this.holds = false;
      this.place.leave();
    }
  }
});

class OtherSource extends HeldSource {
  override readonly name = 'other';
}

/** One source's lanes must not affect the jobs of another source. */
describe('two sources', () => {
  const PLACES = 2;
  let harness: Harness;
  let other: OtherSource;
  let pool: WorkerPool;
  let limit: FairLimit;
  beforeEach(async () => {
    harness = await Harness.open();
    other = new OtherSource();
    limit = new FairLimit(PLACES);
    pool = poolOn(harness.database.source, [harness.source, other], { flightLimit: limit });
  });
  afterEach(async () => {
    await pool.close(0);
    await expectUntouched(limit, PLACES);
    await harness.close();
  });

  async function work(source: string, symbols: number, concurrency = 2): Promise<string> {
    const draft = { ...someDraft(symbols), source, concurrency };
    const { id } = await harness.core.jobs.transaction((tx) => tx.create(randomUUID(), draft, ACTOR));
    await pool.launch({ jobId: id, shard: 0 })!.started;
    return id;
  }
  const inFlight = (id: string) => pool.inFlight(id).map(({ symbol }) => symbol);

  test('one that has shut out all the lanes that may ask does not hold up the other', async () => {
    const banned = await work('held', 6);
    for (const symbol of ['S0', 'S1']) {
      (await harness.source.called(symbol)).fail(new SourceError('RATE_LIMITED', 'slow down', 50_000));
    }
    other.answerAll();
    await harness.becomes(await work('other', 20), 'COMPLETED');
    expect(harness.source.calls).toHaveLength(2);
    expect(inFlight(banned).sort()).toEqual(['S0', 'S1']);
  });

  test('nor one that was heard to want its peace before its lanes asked', async () => {
    const throttle = new SourceThrottle(null);
    throttle.keepQuiet(50_000);
    pool = poolOn(harness.database.source, [], {
      flightLimit: limit,
      sourceOf: (name) =>
        name === 'other' ? { source: other, throttle: new SourceThrottle(null) } : { source: harness.source, throttle },
    });
    const quiet = await work('held', 6);
    await eventually(() => inFlight(quiet).length === 2);
    other.answerAll();
    await harness.becomes(await work('other', 20), 'COMPLETED');
    expect(harness.source.calls).toHaveLength(0);
  });

  test('nor one whose budget is used up', async () => {
    const usedUp = { take: async () => 1_000, block: async () => undefined } as unknown as SourceBudget;
    pool = poolOn(harness.database.source, [], {
      flightLimit: limit,
      sourceOf: (name) => ({
        source: name === 'other' ? other : harness.source,
        throttle: new SourceThrottle(name === 'other' ? null : usedUp),
      }),
    });
    const waiting = await work('held', 6);
    await eventually(() => inFlight(waiting).length === 2);
    other.answerAll();
    await harness.becomes(await work('other', 20), 'COMPLETED');
    expect(harness.source.calls).toHaveLength(0);
  });

  test('nor one whose symbols wait for a retry of their own', async () => {
    await pool.close(0);
    const patient = { maxAttempts: 6, baseMs: 1e9, capMs: 1e9, maxRetryAfterMs: 60_000 };
    pool = poolOn(harness.database.source, [harness.source, other], { flightLimit: limit, retry: patient });
    await work('held', 6);
    for (const symbol of ['S0', 'S1'])
      (await harness.source.called(symbol)).fail(new SourceError('SOURCE_DOWN', '502'));
    other.answerAll();
    await harness.becomes(await work('other', 20), 'COMPLETED');
  });

  test('a lane that gets no place takes no symbol', async () => {
    await work('held', 2);
    await harness.source.called('S1');
    const kept = await work('other', 20, 10);
    for (let n = 0; n < 20; n++) await harness.database.source.query('SELECT');
    expect(inFlight(kept)).toEqual([]);
  });

  test('a symbol of many pages is finished before another is begun: no more are half collected than may be asked about', async () => {
    const begun = new Set<string>();
    let most = 0;
    harness.source.onFetch = async (call) => {
      most = Math.max(most, begun.add(call.symbol).size);
      await turn();
      const page = harness.source.pageOf(call) + 1;
      if (page === 4) begun.delete(call.symbol);
      call.answer(undefined, page < 4 ? 'MORE' : 'LAST');
    };
    await harness.becomes(await work('held', 20, 10), 'COMPLETED');
    expect(most).toBe(PLACES);
  });

  test('no more are asked at once than may be, with all sorts of answers; a pause and a cancel free what was held', async () => {
    let [under, most] = [0, 0];
    const firstHour = someDraft(1).from.getTime();
    const answer = async (call: Parameters<HeldSource['onFetch']>[0]) => {
      most = Math.max(most, ++under);
      await turn();
      under--;
      const n = Number(call.symbol.slice(1));
      if (n % 5 === 3) return call.fail(new SourceError('BAD_RESPONSE', 'gibberish'));
      if (n % 5 === 4) return call.fail(new SourceError('BAD_SYMBOL', 'never heard of it'));
      const { from } = call.request;
      call.answer(undefined, n % 2 && from === firstHour ? 'MORE' : 'LAST');
    };
    harness.source.onFetch = other.onFetch = answer;
    const done = [await work('held', 25, 6), await work('other', 25, 6)];
    for (const id of done) await harness.becomes(id, 'COMPLETED');
    expect(most).toBe(PLACES);
    harness.source.onFetch = other.onFetch = () => undefined;
    const [paused, cancelled] = [await work('held', 25, 6), await work('other', 25, 6)];
    await eventually(() => inFlight(paused).length + inFlight(cancelled).length === PLACES);
    pool.obey(paused, { version: 3, state: 'PAUSED' }, true);
    pool.obey(cancelled, { version: 3, state: 'CANCELLED' });
    await eventually(() => inFlight(paused).length + inFlight(cancelled).length === 0);
  });
});
