import { eventually } from '../support/eventually';
import { ACTOR, Harness } from '../support/harness';

let harness: Harness;
beforeEach(async () => void (harness = await Harness.open()));
afterEach(() => harness.close());

test.each(['commands', 'stores'] as const)(
  'a transaction of %s whose process stands still does not keep a job from being paused',
  async (use) => {
    const { id } = await harness.start(1);
    await harness.source.called('S0');
    const frozen = (await harness.database.open())[use].createQueryRunner();
    await frozen.startTransaction();
    await frozen.query('SELECT FROM job_lease WHERE job_id = $1 FOR UPDATE', [id]);
    // The command may need repetition: it is refused while the transaction is open.
    const pause = () =>
      harness.core.pause.execute(id, ACTOR).then(
        ({ state }) => state,
        (refusal: Error) => refusal.message,
      );
    await eventually(async () => expect(await pause()).toBe('PAUSED'), { timeoutMs: 8_000 });
    await frozen.release();
  },
);
