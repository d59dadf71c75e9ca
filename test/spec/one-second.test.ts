import { randomUUID } from 'node:crypto';
import type { CollectionJob } from '../../src/domain/collection-job';
import { BusySource } from '../support/busy-source';
import { decided } from '../support/decided';
import { eventually } from '../support/eventually';
import { ACTOR, ENGINES, Harness, someDraft } from '../support/harness';

/**
 * FR-001, NFR-001 and scenario 1 of E04-F03-T02 under load: "pause MUST stop new symbol processing within 1 second".
 * Many lanes of several jobs start symbols continuously; a start is a request to the source. The database and this
 * process share one clock. Statements about order rely on the order of the requests only.
 */
// SYMBOLS: more than any machine processes during the test.
const [JOBS, SYMBOLS, LANES, ROUNDS] = [3, 30_000, 16, 3];

let harness: Harness;
let source: BusySource;

describe.each(ENGINES)('workers: %s', (engine) => {
  beforeEach(async () => {
    source = new BusySource(40);
    harness = await Harness.open({ engine, sources: [source] });
  });
  afterEach(() => harness.close());

  const symbolsOf = (job: number) => Array.from({ length: SYMBOLS }, (_, n) => `${job}.${n}`);
  const startsOf = (job: number) => source.starts.filter(({ symbol }) => symbol.startsWith(`${job}.`));

  /** Resolves when each of the jobs has started at least 2 * LANES more symbols. */
  async function moreStarts(jobs: readonly number[]): Promise<void> {
    const before = jobs.map((job) => startsOf(job).length);
    await eventually(() => jobs.every((job, index) => startsOf(job).length >= before[index]! + 2 * LANES));
  }

  async function startAll(): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 0; n < JOBS; n++) {
      const draft = { ...someDraft(symbolsOf(n)), source: source.name, concurrency: LANES };
      // Bypasses the use case: on a slow machine, a list of this length exceeds its deadline.
      const job = await decided(() => harness.core.jobs.transaction((tx) => tx.create(randomUUID(), draft, ACTOR)));
      await harness.core.workers.startWorker(job);
      ids.push(job.id);
    }
    return ids;
  }

  function command(name: 'pause' | 'resume' | 'cancel', id: string): Promise<CollectionJob> {
    const given = { ...ACTOR, requestId: randomUUID() };
    return decided(() => harness.core[name].execute(id, given));
  }

  async function committedAt(id: string, event: string): Promise<number> {
    return (await harness.events(id)).findLast(({ type }) => type === event)!.at.getTime();
  }

  test('no symbol starts later than a second after the commit of a pause or a cancel, and none after its answer', async () => {
    const ids = await startAll();
    const numbers = ids.map((_, job) => job);
    await moreStarts(numbers);
    let startedMeanwhile = 0;
    for (let round = 0; round < ROUNDS * JOBS; round++) {
      const job = round % JOBS;
      const id = ids[job]!;
      const isLast = round >= (ROUNDS - 1) * JOBS;
      const commanded = startsOf(job).length;
      const answer = await command(isLast ? 'cancel' : 'pause', id);
      const answered = startsOf(job).length;
      startedMeanwhile += answered - commanded;
      expect(answer.state).toBe(isLast ? 'CANCELLED' : 'PAUSED');
      // The other jobs continue.
      await moreStarts(isLast ? numbers.slice(job + 1) : numbers.filter((other) => other !== job));
      if (!isLast) await harness.drained(id);
      expect(startsOf(job)).toHaveLength(answered);
      const committed = await committedAt(id, answer.state);
      expect(startsOf(job).at(-1)!.at - committed).toBeLessThanOrEqual(1_000);
      if (isLast) continue;
      await command('resume', id);
      await moreStarts([job]);
    }
    // Symbols did start while commands were executed.
    expect(startedMeanwhile).toBeGreaterThan(0);
    expect(new Set(source.starts.map(({ symbol }) => symbol)).size).toBe(source.starts.length);
  });
});
