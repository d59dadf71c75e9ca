import { NodeOutdatedError } from '../../src/domain/store-errors';
import { eventually } from '../support/eventually';
import { ACTOR, ENGINES, Harness } from '../support/harness';

let harness: Harness;

/** A rolling upgrade: a newer node has changed the schema, and this node continues with its old statements. */
describe.each(ENGINES)('workers that are older than the schema: %s', (engine) => {
  beforeEach(async () => void (harness = await Harness.open({ engine })));
  afterEach(() => harness.close());

  const rename = (table: string, from: string, to: string) =>
    harness.database.source.query(`ALTER TABLE ${table} RENAME COLUMN ${from} TO ${to}`);
  // The node that takes over from the first one fails likewise.
  const workers = engine === 'nodes' ? 2 : 1;
  const complaints = () => harness.logged.filter((line) => line.includes('older than the database'));

  test.each([
    ['job_symbol', 'page_cursor'],
    ['bar', 'volume'],
  ])(
    'fail no job when %s.%s is gone: a node of the new version completes it',
    async (table, column) => {
      const { id } = await harness.start(6, { concurrency: 2 });
      for (const symbol of ['S0', 'S1']) await harness.source.called(symbol);
      await rename(table, column, 'renamed');
      harness.source.answerAll();
      await eventually(() => complaints().length === workers);
      await eventually(async () => (await harness.core.workers.inFlight(id)).length === 0);
      expect(await harness.job(id)).toMatchObject({ state: 'RUNNING', progress: { failed: 0 } });
      await rename(table, 'renamed', column);
      await harness.restart();
      await harness.takeUp();
      expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 6, rows: 18 } });
      expect(await harness.barCount()).toBe(18);
      expect((await harness.history(id)).filter((type) => type === 'FAILED')).toEqual([]);
    },
    90_000,
  );

  test('start nothing any more, and say so once', async () => {
    const { id } = await harness.start(40, { concurrency: 4 });
    await eventually(() => harness.source.calls.length === 4);
    await rename('job_symbol', 'page_cursor', 'renamed');
    harness.source.answerAll();
    await eventually(() => complaints().length === workers);
    const asked = harness.source.calls.length;
    await harness.core.resume.execute(id, ACTOR).catch(() => undefined);
    await rename('job_symbol', 'renamed', 'page_cursor');
    const next = await harness.start(['A', 'B']);
    expect(harness.source.calls).toHaveLength(asked);
    expect(complaints()).toHaveLength(workers);
    expect(await harness.job(id)).toMatchObject({ state: 'RUNNING' });
    expect(await harness.job(next.id)).toMatchObject({ state: 'PENDING' });
  });

  test('refuse commands and reads with an error that says why', async () => {
    const { id } = await harness.start(1);
    await harness.source.called('S0');
    await rename('job_event', 'actor', 'renamed');
    await expect(harness.core.pause.execute(id, ACTOR)).rejects.toBeInstanceOf(NodeOutdatedError);
    await expect(harness.events(id)).rejects.toBeInstanceOf(NodeOutdatedError);
    expect(harness.core.fitness.state).toBe('OUTDATED');
    await rename('job_event', 'renamed', 'actor');
    expect(await harness.job(id)).toMatchObject({ state: 'RUNNING' });
  });
});
