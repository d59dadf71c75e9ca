import type { JobFilter } from '../../src/application/ports/job-reader';
import { fits } from '../../src/graphql/live/job-filter';
import { Harness } from '../support/harness';

const NAMES = [
  null,
  'Alpha',
  'alphabet',
  'İstanbul',
  'istanbul',
  'STRASSE',
  'Straße',
  'STRAẞE',
  'ΟΔΟΣ',
  'οδος',
  'Жук',
  '100%',
  '😀x',
];
const ASKED = [
  '',
  'ALPHA',
  'i',
  'İ',
  'ı',
  'I',
  'i̇',
  'ss',
  'ß',
  'ẞ',
  'σ',
  'ς',
  'Σ',
  'οδοσ',
  'ЖУК',
  '%',
  '_',
  '😀',
  'nowhere',
];

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.open();
  for (const name of NAMES) await harness.start(1, { name });
});
afterAll(() => harness.close());

/** Names of the jobs that match, according to the reader of lists and to the filter of subscriptions. */
async function both(filter: JobFilter) {
  const all = await harness.core.reader.jobs({}, null, 500);
  expect(all).toHaveLength(NAMES.length);
  const read = await harness.core.reader.jobs(filter, null, 500);
  return { read: read.map(({ name }) => name), live: all.filter((job) => fits(job, filter)).map(({ name }) => name) };
}

test.each(ASKED)('a list and a subscription agree about the jobs with %p in their name', async (nameContains) => {
  const { read, live } = await both({ nameContains });
  expect(live).toEqual(read);
  expect(await harness.core.reader.countJobs({ nameContains })).toBe(read.length);
});

test.each([[{ nameContains: '' }], [{ nameContains: null }], [{}], [{ source: 'held', nameContains: '' }]])(
  '%p is no condition: jobs without a name are in both',
  async (filter) => {
    const { read, live } = await both(filter);
    expect([read.length, live.length]).toEqual([NAMES.length, NAMES.length]);
  },
);

test('upper and lower case are alike, also beyond ASCII', async () => {
  expect((await both({ nameContains: 'жУК' })).read).toEqual(['Жук']);
  expect((await both({ nameContains: 'ALPHA' })).live).toEqual(['alphabet', 'Alpha']);
});

test.each([[{ states: [] }], [{ source: '' }], [{ source: 'other' }]])('%p fits nothing in either', async (filter) => {
  expect(await both(filter)).toEqual({ read: [], live: [] });
});
