import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import { OutcomeUnknownError, StoreUnavailableError } from '../../src/domain/store-errors';
import type { BarFilter } from '../../src/application/ports/job-reader';
import { sharedAbort } from '../../src/async/shared-abort';
import { poolOf } from '../../src/persistence/database/data-source';
import { openDatabases } from '../../src/persistence/database/databases';
import { PostgresJobReads } from '../../src/persistence/reads/job-reader';
import { CollectionJobRepository } from '../../src/persistence/jobs/job-repository';
import { endOf } from '../../src/persistence/database/pool-end';
import { poolOptions, READ_CONNECTIONS } from '../../src/persistence/database/pool-options';
import { ReadPool } from '../../src/persistence/reads/read-pool';
import { eventually } from '../support/eventually';
import { ACTOR, Harness, someDraft } from '../support/harness';
import { Link } from '../support/network';

const BARS: BarFilter = { source: 'held', symbol: 'S0', interval: 'ONE_HOUR', from: null, to: null };

let harness: Harness;
let others: QueryRunner;

beforeEach(async () => {
  harness = await Harness.open();
  others = harness.database.source.createQueryRunner();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await others.release();
  await harness.close();
});

/** Locks the table until `unlock`. Disables the server's timeout, which would end the idle transaction. */
async function lock(table: string): Promise<void> {
  await others.query('SET idle_in_transaction_session_timeout = 0');
  await others.startTransaction();
  await others.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
}

async function unlock(): Promise<void> {
  await others.rollbackTransaction();
}

/** Returns the number of sessions of a use that wait for a lock. */
async function waiting(use: string): Promise<number> {
  // Outside the transaction, which would see the same snapshot every time.
  const [{ n }] = await harness.database.source.query<[{ n: number }]>(
    `SELECT count(*)::integer AS n FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'sluice ' || $1 AND wait_event_type = 'Lock'`,
    [use],
  );
  return n;
}

describe('those who look', () => {
  test('take no connection from commands, however many of them wait for the database', async () => {
    const { id } = await harness.start(2);
    await harness.source.called('S0');
    await lock('bar');
    const reads = Array.from({ length: 60 }, () => harness.core.reader.countBars(BARS));
    await eventually(async () => expect(await waiting('reads')).toBe(READ_CONNECTIONS));
    expect(await harness.core.pause.execute(id, ACTOR)).toMatchObject({ state: 'PAUSED' });
    expect(await harness.core.resume.execute(id, ACTOR)).toMatchObject({ state: 'RUNNING' });
    expect(await waiting('reads')).toBe(READ_CONNECTIONS);
    await unlock();
    expect(await Promise.all(reads)).toEqual(reads.map(() => 0));
  });

  test('and go away: what they asked is cancelled at the server, what waited for its turn is never asked', async () => {
    await lock('bar');
    const gone = sharedAbort();
    const reader = harness.core.reads.by({ name: 'viewer', signal: gone.signal });
    const reads = Array.from({ length: 10 }, () => reader.countBars(BARS));
    await eventually(async () => expect(await waiting('reads')).toBe(READ_CONNECTIONS));
    gone.abort(new Error('the viewer has gone'));
    for (const read of reads) await expect(read).rejects.toThrow('the viewer has gone');
    // The lock is still held, so only a cancelled query can have ended them.
    await eventually(async () => expect(await waiting('reads')).toBe(0));
    await unlock();
    expect(await harness.core.reader.countBars(BARS)).toBe(0);
  });

  test('wait for a time that is bounded, and are told so', async () => {
    await lock('bar');
    const impatient = new PostgresJobReads(new ReadPool((await harness.database.open()).reads, 100));
    const reader = impatient.by({ name: 'viewer', signal: sharedAbort().signal });
    await expect(reader.countBars(BARS)).rejects.toBeInstanceOf(StoreUnavailableError);
    await eventually(async () => expect(await waiting('reads')).toBe(0));
    await unlock();
    // A pool replaces connections that were cut.
    expect(await reader.countBars(BARS)).toBe(0);
  });

  test('by one name leave a turn to those of another', async () => {
    const pool = new ReadPool((await harness.database.open()).reads);
    const begun: string[] = [];
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const ask = (name: string) =>
      pool.ask({ name, signal: sharedAbort().signal }, async () => {
        begun.push(name);
        await held;
      });
    const asked = Array.from({ length: 20 }, () => ask('many'));
    await eventually(() => begun.length === READ_CONNECTIONS);
    asked.push(ask('one'));
    letGo();
    await Promise.all(asked);
    expect(begun.indexOf('one')).toBe(READ_CONNECTIONS);
  });

  test('can change nothing', async () => {
    const { reads } = await harness.database.open();
    await expect(reads.query('DELETE FROM bar')).rejects.toThrow('read-only transaction');
  });

  test('are given what they ask of many jobs in one statement', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) {
      ids.push((await harness.core.jobs.transaction((tx) => tx.create(randomUUID(), someDraft(3), ACTOR))).id);
    }
    const { reads } = await harness.database.open();
    const statements = statementsOf(reads);
    const reader = new PostgresJobReads(new ReadPool(reads)).by({ name: 'viewer', signal: sharedAbort().signal });
    const counts = await Promise.all(
      ids.map(async (id) => [
        await reader.counts(id),
        await reader.failureCounts(id),
        await reader.countMilestones(id),
      ]),
    );
    const none = { total: 3, succeeded: 0, empty: 0, failed: 0, events: 1 };
    for (const [first, ...rest] of counts) {
      expect(first).toMatchObject(none);
      expect(rest).toEqual([[], 1]);
    }
    expect(statements()).toBe(3);
  });
});

/** Counts the statements sent from now on, except those that set up a session. */
function statementsOf(database: DataSource): () => number {
  let sent = 0;
  const known = new WeakSet<object>();
  poolOf(database).on('acquire', (client) => {
    if (known.has(client)) return;
    known.add(client);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      sent++;
      return query(...args);
    }) as typeof client.query;
  });
  return () => sent;
}

describe('a command', () => {
  test('that got no decision in time is not done, and is not done later either', async () => {
    const { id } = await harness.start(1);
    await harness.source.called('S0');
    await lock('job_event');
    await expect(harness.core.pause.execute(id, ACTOR)).rejects.toBeInstanceOf(StoreUnavailableError);
    await eventually(async () => expect(await waiting('commands')).toBe(0));
    await unlock();
    expect(await harness.job(id)).toMatchObject({ state: 'RUNNING', version: 2 });
    expect(await harness.history(id)).not.toContain('PAUSED');
  });

  test('to start that got no decision in time has made no job; tried again it makes one', async () => {
    await lock('job_symbol');
    const command = { ...ACTOR, requestId: 'once' };
    const refused = harness.core.start.execute(someDraft(3), command);
    await expect(refused).rejects.toBeInstanceOf(StoreUnavailableError);
    await eventually(async () => expect(await waiting('commands')).toBe(0));
    await unlock();
    await harness.core.start.execute(someDraft(3), command);
    expect(await harness.core.reader.countJobs({})).toBe(1);
  });

  test('whose commit gets no answer is said to be of unknown outcome; done after all, the worker obeys', async () => {
    const { id } = await harness.start(2, { concurrency: 1 });
    await harness.source.called('S0');
    await harness.database.source.query(`
      CREATE FUNCTION wait_for_test() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NULL; END $$;
      CREATE CONSTRAINT TRIGGER wait_for_test AFTER UPDATE ON collection_job DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION wait_for_test()`);
    await others.query('SELECT pg_advisory_lock(1)');
    await expect(harness.core.pause.execute(id, ACTOR)).rejects.toBeInstanceOf(OutcomeUnknownError);
    await others.query('SELECT pg_advisory_unlock(1)');
    await harness.becomes(id, 'PAUSED');
    (await harness.source.called('S0')).answer();
    await harness.drained(id);
    expect(harness.source.symbolsAsked).toEqual(['S0']);
  });

  describe('that was committed is answered as such', () => {
    const never = () => new Promise<never>(() => undefined);
    const broken = () => Promise.reject(new StoreUnavailableError('gone'));

    test.each([
      ['hangs', never],
      ['fails', broken],
    ])('though what a start reads afterwards %s', async (_how, reading) => {
      jest.spyOn(CollectionJobRepository.prototype, 'find').mockImplementation(reading);
      const job = await harness.core.start.execute(someDraft(2), { ...ACTOR, requestId: 'once' });
      expect(job).toMatchObject({ state: 'PENDING', progress: { total: 2 } });
      // The repetition gets the same answer.
      expect(await harness.core.start.execute(someDraft(2), { ...ACTOR, requestId: 'once' })).toEqual(job);
      expect(await harness.core.reader.countJobs({})).toBe(1);
    });

    test.each([
      ['hangs', never],
      ['fails', broken],
    ])('though its signal %s', async (_how, signal) => {
      const { id } = await harness.start(2);
      await harness.core.pause.execute(id, ACTOR);
      jest.spyOn(harness.core.workers, 'resumeWorker').mockImplementation(signal);
      const command = { ...ACTOR, requestId: 'once' };
      expect(await harness.core.resume.execute(id, command)).toMatchObject({ state: 'RUNNING' });
      jest.spyOn(CollectionJobRepository.prototype, 'find').mockImplementation(signal);
      expect(await harness.core.resume.execute(id, command)).toMatchObject({ state: 'RUNNING' });
    });
  });
});

test('a connection that is busy without a break, and answers, is not taken for silent', async () => {
  const { commands, close } = await openDatabases(harness.database.url, { commands: 1_500 });
  const pool = poolOf(commands);
  const until = performance.now() + 3_500;
  // More concurrent queries than connections, so that no connection is ever idle.
  const asking = Array.from({ length: 20 }, async () => {
    while (performance.now() < until) await pool.query('SELECT pg_sleep(0.002)');
  });
  await Promise.all(asking);
  await close();
});

test('what is under way over a silent connection does not keep the connections from being closed', async () => {
  const link = await Link.to(harness.database.url);
  const { commands, close } = await openDatabases(link.through(harness.database.url), { commands: 600_000 });
  const pool = new Pool({ connectionString: link.through(harness.database.url), ...poolOptions('queue') });
  const endPool = endOf(pool, () => pool.end());
  const listening = await pool.connect();
  await listening.query('LISTEN nothing');
  link.silence();
  const lost = expect(commands.query('SELECT 1')).rejects.toThrow();
  await close();
  await endPool();
  await lost;
  await link.close();
});

describe('over connections that fall silent', () => {
  let link: Link;
  let silenced: Harness;
  /**
   * Routes the pool `stores` through `link`.
   * @param stores its statement timeout, in milliseconds; a long one shows what does not wait for it
   */
  const open = (stores: number) =>
    Harness.open({
      open: async (database) => {
        link = await Link.to(database.url);
        const [direct, linked] = [await database.open(), await database.open({ stores }, (url) => link.through(url))];
        return { ...direct, stores: linked.stores };
      },
    });
  afterEach(async () => {
    await silenced.close();
    await link.close();
  });

  /** Returns jobs that each have a store in flight which never gets a response. */
  async function hungStores(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 0; n < count; n++) {
      ids.push((await silenced.start([`H${n}`, `I${n}`], { concurrency: 1 })).id);
      await silenced.source.called(`H${n}`);
    }
    link.silence();
    for (let n = 0; n < count; n++) (await silenced.source.called(`H${n}`)).answer();
    for (let n = 0; n < count; n++) await silenced.source.called(`I${n}`);
    return ids;
  }

  test('a cancelled job gives its place at the disk back, and is over', async () => {
    silenced = await open(600_000);
    const hung = await hungStores(4);
    for (const id of hung) await silenced.core.cancel.execute(id, ACTOR);
    await eventually(async () => {
      for (const id of hung) expect(await silenced.core.workers.inFlight(id)).toEqual([]);
    });
    silenced.source.answerAll();
    const { id } = await silenced.start(3);
    await silenced.becomes(id, 'COMPLETED');
  });

  test('what waits for an answer is asked again over another one, and nothing is lost or doubled', async () => {
    silenced = await open(300);
    const hung = await hungStores(4);
    silenced.source.answerAll();
    for (const id of hung) {
      expect(await silenced.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 2, rows: 6 } });
    }
    expect(await silenced.barCount()).toBe(24);
  });
});
