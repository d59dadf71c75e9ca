import fc from 'fast-check';
import { transitionFor, type JobState } from '../../src/domain/job-state';
import { ACTOR, Harness, ENGINES } from '../support/harness';
import { eventually } from '../support/eventually';

/**
 * Property test against a model: any sequence of commands and answers of the source leaves the job where the transition
 * table says, with a history that explains it, every symbol collected at most once, and nothing stored after a cancel.
 */
type Step = 'PAUSE' | 'PAUSE_ABORT' | 'RESUME' | 'CANCEL' | 'ANSWER' | 'DRAIN' | 'RESTART';

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>('ANSWER') },
  { weight: 3, arbitrary: fc.constant<Step>('PAUSE') },
  { weight: 1, arbitrary: fc.constant<Step>('PAUSE_ABORT') },
  { weight: 3, arbitrary: fc.constant<Step>('RESUME') },
  { weight: 2, arbitrary: fc.constant<Step>('DRAIN') },
  { weight: 1, arbitrary: fc.constant<Step>('RESTART') },
  { weight: 1, arbitrary: fc.constant<Step>('CANCEL') },
);

const SYMBOLS = 5;
const PAGES = 2;

class Model {
  state: JobState = 'RUNNING';
  version = 2;

  constructor(
    private readonly harness: Harness,
    private readonly id: string,
  ) {}

  async take(next: Step): Promise<void> {
    if (next === 'ANSWER') return this.answerOne();
    if (next === 'DRAIN') return this.drain();
    if (next === 'RESTART') return this.restart();
    await this.command(next === 'PAUSE_ABORT' ? 'PAUSE' : next, next === 'PAUSE_ABORT' ? 'ABORT' : 'FINISH');
  }

  /** The source answers the oldest request that waits; the job may complete by it. */
  private answerOne(): void {
    const call = this.harness.source.calls.find((held) => !answered.has(held) && !held.aborted);
    if (!call) return;
    answered.add(call);
    call.answer(undefined, call.cursor === null ? 'page 2' : null);
  }

  private async drain(): Promise<void> {
    if (this.state !== 'PAUSED') return;
    await eventually(async () => {
      this.answerOne();
      return (await this.harness.job(this.id)).drained;
    });
  }

  private async restart(): Promise<void> {
    await this.harness.end();
    await this.harness.restart();
    await this.harness.takeUp();
  }

  private async command(action: 'PAUSE' | 'RESUME' | 'CANCEL', inFlight: 'FINISH' | 'ABORT'): Promise<void> {
    const { pause, resume, cancel } = this.harness.core;
    const useCase = { PAUSE: pause, RESUME: resume, CANCEL: cancel }[action];
    const result = await useCase.execute(this.id, { ...ACTOR, inFlight }).catch((error: Error) => error);
    const arrow = transitionFor(action, this.state);
    if (result instanceof Error) {
      // The model does not see completion coming: it is the one thing that happens by itself.
      if (arrow) expect(result).toMatchObject({ job: { state: 'COMPLETED', version: this.version + 1 } });
      const { job } = result as Error & { job: { state: JobState; version: number } };
      [this.state, this.version] = [job.state, job.version];
      return;
    }
    expect(arrow).toBeDefined();
    const completes = action === 'RESUME' && result.state === 'COMPLETED';
    expect(result.state).toBe(completes ? 'COMPLETED' : arrow!.to);
    expect(result.version).toBe(this.version + (completes ? 2 : 1));
    [this.state, this.version] = [result.state, result.version];
  }
}

const answered = new Set<unknown>();

test.each(ENGINES)(
  'workers: %s: any sequence of commands is explained by the table and by the history',
  async (engine) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const harness = await Harness.open({ engine });
        try {
          await runSequence(harness, steps);
        } finally {
          await harness.close();
        }
      }),
      { numRuns: engine === 'process' ? 40 : 15, endOnFailure: true },
    );
  },
  120_000,
);

async function runSequence(harness: Harness, steps: readonly Step[]): Promise<void> {
  const { id } = await harness.start(SYMBOLS);
  const model = new Model(harness, id);
  for (const next of steps) await model.take(next);
  await harness.end();

  const job = await harness.job(id);
  const events = await harness.events(id);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  const states = events.flatMap((event) => event.toState ?? []);
  expect(job.state).toBe(states.at(-1));
  expect(job.version).toBe(states.length);
  expect(job.version).toBeGreaterThanOrEqual(model.version);
  const after = events.slice(events.findIndex((event) => event.type === 'CANCELLED') + 1);
  if (job.state === 'CANCELLED') expect(after).toEqual([]);

  const symbols = await harness.core.reader.symbols({ jobId: id, states: null, active: [] }, -1, 100);
  expect(job.progress.succeeded).toBe(symbols.filter(({ state }) => state === 'SUCCEEDED').length);
  expect(job.progress.rows).toBe(symbols.reduce((sum, { rows }) => sum + rows, 0));
  for (const { state, rows } of symbols) expect(rows).toBe(state === 'SUCCEEDED' ? PAGES * 3 : rows % 6);
}
