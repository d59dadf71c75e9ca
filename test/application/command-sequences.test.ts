import fc from 'fast-check';
import { ENGINES, Harness } from '../support/harness';
import { COMMANDS, SequenceModel, SITUATIONS, type Situation, type Step } from './sequence-model';

/**
 * Property test against a model. For any sequence of commands, answers of the source and restarts:
 *
 * - each command is answered as the transition table says, and a repeated one as the first time;
 * - the history explains the state: no gap, no transition missing from the table, nothing between DRAINED and RESUMED;
 * - after the answer to a pause no further symbol starts; after the answer to a cancel nothing is requested or stored;
 * - each page of each symbol is requested once, unless its request was released, and stored and counted once;
 * - a job that has not ended can be brought to its end.
 */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Step>('ANSWER') },
  { weight: 4, arbitrary: fc.constant<Step>('PAUSE') },
  { weight: 2, arbitrary: fc.constant<Step>('PAUSE_ABORT') },
  { weight: 4, arbitrary: fc.constant<Step>('RESUME') },
  { weight: 2, arbitrary: fc.constant<Step>('ANSWER_ALL') },
  { weight: 2, arbitrary: fc.constant<Step>('START') },
  { weight: 1, arbitrary: fc.constant<Step>('REPEAT') },
  { weight: 1, arbitrary: fc.constant<Step>('RESTART') },
  { weight: 1, arbitrary: fc.constant<Step>('REFUSE') },
  { weight: 1, arbitrary: fc.constant<Step>('CANCEL') },
);
/** Most sequences begin with START. */
const sequence = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: fc.constant<Step[]>(['START']) }, fc.constant<Step[]>([])),
    fc.array(step, { minLength: 3, maxLength: 14 }),
  )
  .map(([first, then]) => [...first, ...then]);

describe.each(ENGINES)('workers: %s', (engine) => {
  let harness: Harness;
  /** Number of times each command met each situation. */
  const met = new Map<string, number>();
  beforeAll(async () => void (harness = await Harness.open({ engine })));
  afterAll(() => harness.close());

  test('any sequence of commands is explained by the table and by the history', async () => {
    const property = fc.asyncProperty(sequence, (steps) => runSequence(steps));
    await fc.assert(property, { numRuns: engine === 'process' ? 40 : 15, endOnFailure: true });
  });

  test('each command was given in each situation', async () => {
    const pairs = SITUATIONS.flatMap((situation) => COMMANDS.map((command) => [situation, command] as const));
    for (const [situation, command] of pairs) {
      // A spontaneous transition may precede the command: repeat in that case.
      while (!met.has(`${situation} ${command}`)) await runSequence([command], situation);
    }
    expect([...met.keys()].sort()).toEqual(pairs.map((pair) => pair.join(' ')).sort());
  });

  async function runSequence(steps: readonly Step[], from: Situation = 'PENDING'): Promise<void> {
    const model = await SequenceModel.open(harness, (command, situation) => {
      const pair = `${situation} ${command}`;
      met.set(pair, (met.get(pair) ?? 0) + 1);
    });
    await model.bring(from);
    for (const next of steps) await model.take(next);
    const job = await model.finish();
    model.expectAskedOnce();
    await expectSoundHistory(model.id);
    await model.expectStoredOnce(job);
  }

  async function expectSoundHistory(id: string): Promise<void> {
    const [job, events] = [await harness.job(id), await harness.events(id)];
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    const transitions = events.filter(({ toState }) => toState);
    transitions.forEach(({ fromState }, index) => expect(fromState).toBe(transitions[index - 1]?.toState ?? null));
    expect([job.state, job.version]).toEqual([transitions.at(-1)!.toState, transitions.length]);
    events.forEach(({ type }, index) => {
      if (type === 'DRAINED') expect([undefined, 'RESUMED', 'CANCELLED']).toContain(events[index + 1]?.type);
    });
    const end = events.findIndex(({ type }) => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(type));
    expect(events.slice(end + 1)).toEqual([]);
  }
});
