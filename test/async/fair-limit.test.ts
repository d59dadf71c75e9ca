import { FairLimit } from '../../src/async/fair-limit';
import { sharedAbort } from '../../src/async/shared-abort';

const never = sharedAbort().signal;

/** `admitted` lists the job ids in order of admission. */
function askers(limit: FairLimit) {
  const admitted: string[] = [];
  const ask = (jobId: string, signal = never) =>
    limit.enter(jobId, [signal]).then((entered) => {
      if (entered) admitted.push(jobId);
      return entered;
    });
  return { admitted, ask };
}

test('no more than so many are in flight, however many jobs there are', async () => {
  const limit = new FairLimit(2);
  const { admitted, ask } = askers(limit);
  await Promise.all([ask('a'), ask('b')]);
  const third = ask('c');
  await new Promise(setImmediate);
  expect(admitted).toEqual(['a', 'b']);
  limit.leave('a');
  expect(await third).toBe(true);
});

test('a free place goes to the job that has the fewest, then to the one that waits longest', async () => {
  const limit = new FairLimit(4);
  const { admitted, ask } = askers(limit);
  await Promise.all(['rich', 'rich', 'rich', 'middle'].map((jobId) => ask(jobId)));
  const waiting = ['rich', 'middle', 'late', 'later'].map((jobId) => ask(jobId));
  for (let n = 0; n < 3; n++) limit.leave('rich');
  limit.leave('middle');
  await Promise.all(waiting);
  expect(admitted.slice(4)).toEqual(['late', 'later', 'rich', 'middle']);
});

test('a job with a thousand lanes does not keep a newcomer waiting for more than one symbol', async () => {
  const limit = new FairLimit(8);
  const { admitted, ask } = askers(limit);
  for (let n = 0; n < 1_000; n++) void ask('big');
  void ask('small');
  limit.leave('big');
  await new Promise(setImmediate);
  expect(admitted.at(-1)).toBe('small');
});

test('who gives up waiting takes no place', async () => {
  const limit = new FairLimit(1);
  const { ask } = askers(limit);
  const giveUp = new AbortController();
  await ask('a');
  const [impatient, patient] = [ask('b', giveUp.signal), ask('c')];
  giveUp.abort();
  expect(await impatient).toBe(false);
  limit.leave('a');
  expect(await patient).toBe(true);
  expect(await ask('d', giveUp.signal)).toBe(false);
});
