import { setImmediate } from 'node:timers/promises';
import type { QueryRunner } from 'typeorm';
import { eventually } from '../support/eventually';
import { ACTOR, Harness } from '../support/harness';

const COMMIT_MAY_GO_ON = 1;

let harness: Harness;
let holder: QueryRunner;
beforeEach(async () => {
  harness = await Harness.open();
  holder = harness.database.source.createQueryRunner();
});
afterEach(async () => {
  await holder.query('SELECT pg_advisory_unlock_all()');
  await holder.release();
  await harness.close();
});

/** Blocks the commit of each transition until the test releases it. */
async function holdCommits(): Promise<void> {
  await harness.database.source.query(`
    CREATE FUNCTION wait_for_test() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN PERFORM pg_advisory_xact_lock(${COMMIT_MAY_GO_ON}); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER wait_for_test AFTER UPDATE ON collection_job DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION wait_for_test()`);
  await holder.query(`SELECT pg_advisory_lock(${COMMIT_MAY_GO_ON})`);
}

async function isCommitting(): Promise<boolean> {
  const waiting = await harness.database.source.query<unknown[]>(
    `SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event = 'advisory' AND query = 'COMMIT'`,
  );
  return waiting.length === 1;
}

test.each(['pause', 'cancel'] as const)(
  'nobody is told of a %s, nor answered, before it is committed',
  async (name) => {
    const { id } = await harness.start(1);
    const call = await harness.source.called('S0');
    const seen: string[] = [];
    harness.core.feed.listen(id, ({ job }) => void seen.push(job.state));
    await holdCommits();
    const answered = harness.core[name].execute(id, ACTOR).then(
      () => void seen.push('answered'),
      // On a slow machine the command may time out, with its outcome unknown for a moment.
      () => undefined,
    );
    await eventually(isCommitting);
    await setImmediate();
    expect([seen, call.aborted]).toEqual([[], false]);
    await holder.query(`SELECT pg_advisory_unlock(${COMMIT_MAY_GO_ON})`);
    await answered;
    await harness.becomes(id, name === 'pause' ? 'PAUSED' : 'CANCELLED');
  },
);
