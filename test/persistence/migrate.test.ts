import type { QueryRunner } from 'typeorm';
import { migrate, type MigrateOptions } from '../../src/persistence/schema/migrate';
import { MIGRATION_LIMITS, type MigrationLimits } from '../../src/persistence/schema/migration-limits';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';

/** The migration that the test's database lacks. */
const mockNext: { up: (runner: QueryRunner) => Promise<unknown>; transaction: boolean | undefined } = {
  up: () => Promise.resolve(),
  transaction: undefined,
};

jest.mock('../../src/persistence/migrations/index', () => {
  const { MIGRATIONS } = jest.requireActual<{ MIGRATIONS: object[] }>('../../src/persistence/migrations/index');
  class Next1900000000000 {
    readonly name = Next1900000000000.name;
    readonly up = (runner: QueryRunner) => mockNext.up(runner);
    readonly down = () => Promise.resolve();
    get transaction() {
      return mockNext.transaction;
    }
  }
  return { MIGRATIONS: [...MIGRATIONS, Next1900000000000] };
});

let database: TestDatabase;
let others: QueryRunner;
/** Lets a stopped migration go on. */
let thaw: () => void = () => undefined;
/** Log lines: message, then fields. */
let lines: [string, object][];

beforeEach(async () => {
  database = await createTestDatabase();
  others = database.source.createQueryRunner();
  lines = [];
  mockNext.transaction = undefined;
});
afterEach(async () => {
  thaw();
  await others.release();
  await database.source.query(`DELETE FROM migration WHERE name LIKE 'Next%'`);
  await database.drop();
});

function start(limits: Partial<MigrationLimits> = {}, options: Partial<MigrateOptions> = {}): Promise<void> {
  const write = (fields: object, message: string) => void lines.push([message, fields]);
  const log = { info: write, warn: write, error: write };
  return migrate(database.url, { log, limits: { ...MIGRATION_LIMITS, ...limits }, ...options });
}

/** Resolves with the fields of the first line that has the message. */
async function logged(message: string): Promise<object> {
  return eventually(() => {
    const line = lines.find(([text]) => text.includes(message));
    if (!line) throw new Error(`not logged: ${message}`);
    return line[1];
  });
}

async function isApplied(): Promise<boolean> {
  return (await database.source.query<unknown[]>(`SELECT FROM migration WHERE name LIKE 'Next%'`)).length === 1;
}

/** Columns that the test's migration has added. */
async function added(): Promise<string[]> {
  const rows = await database.source.query<{ name: string }[]>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'bar'::regclass AND attname LIKE 'next%' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

const add = (runner: QueryRunner, column = 'next') =>
  runner.query(`ALTER TABLE bar ADD COLUMN IF NOT EXISTS ${column} integer`);

/** Sessions of migrations in this state, as in pg_stat_activity. */
async function sessions(condition: string): Promise<number> {
  const [{ n }] = await database.source.query<[{ n: number }]>(
    `SELECT count(*)::integer AS n FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'sluice migrations' AND ${condition}`,
  );
  return n;
}
const isWaitingForLock = async () => expect(await sessions(`wait_event_type = 'Lock'`)).toBe(1);

/** Lets the migration stop after its first statement until `thaw`, as a frozen process does. Resolves when it has. */
function stopped(): Promise<void> {
  const thawed = new Promise<void>((resolve) => (thaw = resolve));
  return new Promise((resolve) => {
    mockNext.up = async (runner) => {
      mockNext.up = (next) => add(next);
      await add(runner);
      resolve();
      await thawed;
      await add(runner, 'next_late');
    };
  });
}

describe('a process that is frozen while it migrates', () => {
  test.each([
    ['within a transaction', undefined],
    ['between two statements, in no transaction', false],
  ])(
    '%s: the next start migrates after a bounded time, and the frozen one can do nothing more',
    async (_, transaction) => {
      mockNext.transaction = transaction;
      const reached = stopped();
      const frozen = start({ silentMs: 2_000 });
      const outcome = expect(frozen).rejects.toThrow(/^lost the connection while migrating: .*idle/);
      await Promise.race([reached, frozen]);
      expect(await start({ patienceMs: 60_000 }).catch((error: Error) => error.message)).toBeUndefined();
      // Once, however often it looks.
      expect(lines.length).toBeLessThanOrEqual(1);
      thaw();
      await outcome;
      expect([await isApplied(), await added()]).toEqual([true, ['next']]);
    },
  );

  test('is waited for with a patience that ends in one line', async () => {
    const reached = stopped();
    const first = start();
    await Promise.race([reached, first]);
    await expect(start({ patienceMs: 100 })).rejects.toThrow(
      /^could not migrate: another process still does: sluice migrations at 127\.0\.0\.1$/,
    );
    thaw();
    await first;
    expect(await added()).toEqual(['next', 'next_late']);
  });
});

test('two that migrate at once: one does, the other waits and finds it done', async () => {
  let runs = 0;
  mockNext.up = async () => {
    runs += 1;
    await logged('another process migrates the database');
  };
  await Promise.all([start(), start()]);
  expect([runs, await isApplied()]).toEqual([1, true]);
  expect(lines).toEqual([
    ['another process migrates the database, waiting for it', { holder: 'sluice migrations at 127.0.0.1' }],
  ]);
});

test('one that waits while a newer version migrates refuses to start', async () => {
  mockNext.up = async (runner) => {
    await logged('another process migrates the database');
    await runner.query(`INSERT INTO migration (timestamp, name) VALUES (1900000000001, 'NextButOne1900000000001')`);
  };
  const outcomes = await Promise.allSettled([start(), start()]);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([
    { status: 'rejected', reason: new Error('it is of a newer version of Sluice; start that version') },
  ]);
});

test('a statement of any length is not cut off', async () => {
  await database.source.query(`DO $$ BEGIN
    EXECUTE format('ALTER DATABASE %I SET statement_timeout = %L', current_database(), '1s'); END $$`);
  mockNext.up = (runner) => runner.query('SELECT pg_sleep(3)');
  await start({ silentMs: 2_000 });
  expect(await isApplied()).toBe(true);
});

test('a service that ends takes its migration back', async () => {
  mockNext.up = async (runner) => {
    await add(runner);
    await runner.query('SELECT pg_sleep(600)');
  };
  const ending = new AbortController();
  const outcome = expect(start({}, { signal: ending.signal })).rejects.toThrow('the service ends');
  await eventually(async () => expect(await sessions(`wait_event = 'PgSleep'`)).toBe(1));
  ending.abort(new Error('the service ends'));
  await outcome;
  await eventually(async () => expect(await sessions('true')).toBe(0));
  expect([await isApplied(), await added()]).toEqual([false, []]);
});

describe('a table that another session has locked', () => {
  beforeEach(async () => {
    mockNext.up = async (runner) => {
      await runner.query('CREATE TABLE half_done ()');
      await add(runner);
    };
    await others.query('SET idle_in_transaction_session_timeout = 0');
    await others.startTransaction();
    await others.query('LOCK TABLE bar IN ACCESS SHARE MODE');
  });

  test('holds up the migration, but for a bounded time those who queue behind it', async () => {
    const migrating = start({ lockMs: 500, pauseMs: 500, attempts: 1_000 });
    await Promise.race([eventually(isWaitingForLock), migrating]);
    // Has 5 s: the lock of the other session is held until after it.
    const { reads } = await database.open();
    expect(await reads.query('SELECT count(*)::integer AS n FROM bar')).toEqual([{ n: 0 }]);
    await Promise.race([logged('trying again'), migrating]);
    await others.rollbackTransaction();
    await migrating;
    expect([await isApplied(), await added()]).toEqual([true, ['next']]);
  });

  test('is said in one line after some attempts, and nothing is half done', async () => {
    await expect(start({ lockMs: 1_000, pauseMs: 10, attempts: 2 })).rejects.toThrow(
      /^could not migrate: another session holds a lock: sluice test at 127\.0\.0\.1 \(pid \d+\) on bar$/,
    );
    expect(lines.map(([line]) => line)).toEqual([expect.stringContaining('trying again')]);
    await others.rollbackTransaction();
    expect(await database.source.query(`SELECT to_regclass('half_done') AS made`)).toEqual([{ made: null }]);
    expect([await isApplied(), await added()]).toEqual([false, []]);
    await start();
    expect(await isApplied()).toBe(true);
  });

  test('in a deadlock with the migration: it is tried again too', async () => {
    await others.rollbackTransaction();
    await others.startTransaction();
    // The migration is the one that finds the deadlock.
    await others.query(`SET LOCAL deadlock_timeout = '1h'`);
    await others.query('LOCK TABLE bar');
    let theirs: Promise<unknown> = Promise.resolve();
    mockNext.up = async (runner) => {
      mockNext.up = (next) => add(next);
      await runner.query('LOCK TABLE job_event');
      theirs = others.query('LOCK TABLE job_event').then(() => others.rollbackTransaction());
      await eventually(async () => {
        const blocked = await database.source.query<unknown[]>(
          `SELECT FROM pg_stat_activity WHERE query = 'LOCK TABLE job_event' AND wait_event_type = 'Lock'`,
        );
        expect(blocked).toHaveLength(1);
      });
      await add(runner);
    };
    await start({ lockMs: 60_000, pauseMs: 10 });
    await theirs;
    expect(await logged('trying again')).toMatchObject({ attempt: 1 });
    expect(await added()).toEqual(['next']);
  });
});
