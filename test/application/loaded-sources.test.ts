import type { AskedCollection } from '../../src/application/control/draft-maker';
import type { DataSource } from '../../src/application/ports/data-source';
import { InvalidInputError } from '../../src/domain/errors';
import { SourceError } from '../../src/domain/source-failure';
import { eventually } from '../support/eventually';
import { ACTOR, Harness, someDraft } from '../support/harness';
import { HeldSource } from '../support/held-source';

/** A source that is not there before somebody asks for it. */
class LateSource extends HeldSource {
  override readonly name = 'late';
}

let harness: Harness;
let late: LateSource;
/** Number of attempts to load it. */
let loads: number;
let load: () => Promise<DataSource>;

beforeEach(async () => {
  late = new LateSource();
  late.answerAll();
  loads = 0;
  load = async () => late;
  const sourceLoader = { load: async (name: string) => (name === 'late' ? (loads++, load()) : null) };
  harness = await Harness.open({ sourceLoader });
});
afterEach(() => harness.close());

const ASKED: AskedCollection = { ...someDraft(2), source: 'late', select: null };
const ask = (requestId?: string) => harness.core.start.ask(ASKED, requestId ? { ...ACTOR, requestId } : ACTOR);

/** As after a restart: nothing is loaded. */
async function restart(): Promise<void> {
  await harness.end();
  await harness.restart();
  await harness.takeUp();
}

test('all who ask for a source share one attempt to load it, and its jobs run', async () => {
  const jobs = await Promise.all([ask(), ask(), ask()]);
  for (const { id } of jobs) await harness.becomes(id, 'COMPLETED');
  expect(loads).toBe(1);
});

test('a source that is not loaded in time is refused; loading goes on, and the next start has it', async () => {
  let loaded: (source: DataSource) => void = () => undefined;
  load = () => new Promise((resolve) => (loaded = resolve));
  await expect(ask()).rejects.toMatchObject({ name: 'InvalidInputError', path: ['input', 'source'] });
  loaded(late);
  await harness.becomes((await ask()).id, 'COMPLETED');
  expect(loads).toBe(1);
});

test('a failure to load it is a refusal that says so, and the next start tries again', async () => {
  load = () => Promise.reject(new SourceError('TIMEOUT', 'it takes too long'));
  await expect(ask()).rejects.toMatchObject({ path: ['input', 'source'], message: expect.stringContaining('TIMEOUT') });
  load = async () => late;
  await harness.becomes((await ask()).id, 'COMPLETED');
});

test('a repetition of a request needs no source', async () => {
  const { id } = await ask('once');
  await harness.becomes(id, 'COMPLETED');
  load = () => Promise.reject(new SourceError('TIMEOUT', 'it takes too long'));
  await restart();
  expect((await ask('once')).id).toBe(id);
});

describe('a job that was interrupted', () => {
  let id: string;

  beforeEach(async () => {
    late.onFetch = () => undefined;
    ({ id } = await ask());
    await eventually(() => late.calls.length > 0);
  });

  test('loads its source, and goes on', async () => {
    await harness.end();
    late.answerAll();
    await restart();
    await harness.becomes(id, 'COMPLETED');
    expect(loads).toBe(2);
  });

  test('fails with the reason if there is no such source any more', async () => {
    load = () => Promise.reject(new InvalidInputError('it needs a package', ['input', 'source']));
    await restart();
    expect((await harness.becomes(id, 'FAILED')).reason).toContain('it needs a package');
  });

  test('is stopped while its source is being loaded', async () => {
    load = () => new Promise(() => undefined);
    await restart();
    await eventually(() => loads === 2);
    await harness.end();
    expect((await harness.job(id)).state).toBe('RUNNING');
  });
});
