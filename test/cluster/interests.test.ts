import { JobFeed } from '../../src/application/control/job-feed';
import { Acknowledgements } from '../../src/cluster/acknowledgements';
import { PROTOCOL, type Interest } from '../../src/cluster/bus/messages';
import { OtherProtocols } from '../../src/cluster/bus/other-protocols';
import { OwnInterests } from '../../src/cluster/updates/own-interests';

/** What a node wants to be told by the others. */
let feed: JobFeed;
let acknowledgements: Acknowledgements;
let said: Interest[];
let others: string[];
let interests: OwnInterests;

beforeEach(() => {
  jest.useFakeTimers();
  [said, others] = [[], ['one', 'two']];
  acknowledgements = new Acknowledgements();
  const watched = (jobId: string | null) => interests.watches(jobId);
  feed = new JobFeed({ admits: () => true, relay: () => undefined, watched });
  const say = (interest: Interest) => void said.push(interest);
  interests = new OwnInterests({ say, acknowledgements, feed, others: () => others });
});
afterEach(() => {
  interests.close();
  jest.useRealTimers();
});

const acknowledge = (node: string) => said.forEach(({ id }) => acknowledgements.acknowledged(id!, node));
const ofJobs = () => said.map(({ jobIds }) => jobIds);

/** @returns whether it is settled after all work that waits for no time */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await jest.advanceTimersByTimeAsync(0);
  return done;
}

test('jobs that are asked for in one turn share a question, which is answered when all nodes have', async () => {
  const all = Promise.all(['a', 'b', 'a'].map((jobId) => interests.told(jobId)));
  expect(await isDone(all)).toBe(false);
  expect(ofJobs()).toEqual([['a', 'b']]);
  acknowledge('one');
  expect(await isDone(all)).toBe(false);
  acknowledge('two');
  expect(await isDone(all)).toBe(true);
});

test('a node that does not answer is waited for 0.3 seconds, and a job is not asked for again at once', async () => {
  const told = interests.told('a');
  await jest.advanceTimersByTimeAsync(290);
  expect(await isDone(told)).toBe(false);
  await jest.advanceTimersByTimeAsync(20);
  expect(await isDone(told)).toBe(true);
  expect(await isDone(interests.told('a'))).toBe(true);
  expect(ofJobs()).toEqual([['a']]);
});

test('jobs that clients watch are announced together, and again and again', async () => {
  for (const jobId of ['a', 'b']) feed.listen(jobId, () => undefined);
  await jest.advanceTimersByTimeAsync(0);
  expect(ofJobs()).toEqual([['a', 'b']]);
  expect(await isDone(interests.told('a'))).toBe(true);
  await jest.advanceTimersByTimeAsync(20_000);
  expect(ofJobs()).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
});

test('a node whose clients watch very many jobs, or all, wants all', async () => {
  for (let n = 0; n < 251; n++) feed.listen(`job ${n}`, () => undefined);
  await jest.advanceTimersByTimeAsync(0);
  feed.listen(null, () => undefined);
  await jest.advanceTimersByTimeAsync(0);
  expect(ofJobs()).toEqual([null, null]);
});

test('a node with other messages is named once in the log, and again when it comes back', () => {
  const lines: object[] = [];
  const log = { info: (fields: object) => void lines.push(fields), warn: fail, error: fail };
  const protocols = new OtherProtocols(log);
  const node = (id: string, protocol: number) => ({ id, role: 'all' as const, shards: 0, protocol });
  for (let n = 0; n < 3; n++) protocols.look([node('same', PROTOCOL), node('other', PROTOCOL + 1)]);
  expect(lines).toEqual([{ node: 'other', protocol: PROTOCOL + 1, own: PROTOCOL }]);
  protocols.look([node('same', PROTOCOL)]);
  protocols.look([node('other', PROTOCOL + 1)]);
  expect(lines).toHaveLength(2);
});

function fail(): never {
  throw new Error('nothing else is logged');
}
