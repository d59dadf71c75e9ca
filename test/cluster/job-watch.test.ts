import { JobFeed } from '../../src/application/control/job-feed';
import { JobWatch } from '../../src/cluster/updates/job-watch';
import type { CollectionJob } from '../../src/domain/collection-job';

/** What a node asks with its heartbeat, and what it makes of the answers. */
let feed: JobFeed;
let watch: JobWatch;
beforeEach(() => {
  const watched = (jobId: string | null) => watch.begins(jobId);
  feed = new JobFeed({ admits: () => true, relay: () => undefined, watched });
  watch = new JobWatch(feed);
});

const told = (id: string, lastEvent: number, version = 2) => watch.told({ id, lastEvent, version } as CollectionJob);
const changed = (jobId: string, lastEvent: number, firstEvent = lastEvent) => ({ jobId, firstEvent, lastEvent });

/** @returns what was missed, by a heartbeat that is sent now */
const beat = (...jobs: ReturnType<typeof changed>[]) => watch.missed(jobs);

/** A listener that has read the job, and was told of it since. */
function follow(id: string, lastEvent: number): () => void {
  const unlisten = feed.listen(id, () => undefined);
  told(id, lastEvent);
  return unlisten;
}

test('asks for the watched jobs and no others, with the latest event that their listeners know', () => {
  follow('a', 7);
  const unlisten = follow('b', 3);
  told('c', 9);
  expect(watch.question()).toEqual({ jobIds: ['a', 'b'], lastEvents: [7, 3], recentMs: null });
  unlisten();
  expect(watch.question()).toMatchObject({ jobIds: ['a'] });
});

test('an event that no message has brought until the next heartbeat was missed', () => {
  follow('a', 7);
  expect(beat(changed('a', 9))).toEqual([]);
  expect(beat(changed('a', 9))).toEqual([{ jobId: 'a', afterEvent: 7, isNew: false }]);
});

test('one that a message has brought meanwhile was not, though the job goes on', () => {
  follow('a', 7);
  for (let seq = 8; seq < 20; seq++) {
    expect(beat(changed('a', seq))).toEqual([]);
    told('a', seq);
  }
});

test('after messages may have been lost, no time is given, once', () => {
  follow('a', 7);
  watch.suspect();
  expect(beat(changed('a', 8))).toEqual([{ jobId: 'a', afterEvent: 7, isNew: false }]);
  told('a', 8);
  expect(beat(changed('a', 9))).toEqual([]);
});

test('a job that did not fit into a message is read with the next heartbeat', () => {
  follow('a', 7);
  watch.suspectJob('a');
  expect(beat(changed('a', 8))).toEqual([{ jobId: 'a', afterEvent: 7, isNew: false }]);
});

describe('an update that follows a transition that did not arrive', () => {
  const update = (kind: 'TRANSITION' | 'PROGRESS', version: number) =>
    watch.admits({ job: { id: 'a', version } as CollectionJob, kind });

  test('waits for it: the next heartbeat finds both', () => {
    follow('a', 7);
    expect(update('TRANSITION', 4)).toBe(false);
    expect(beat(changed('a', 9))).toEqual([{ jobId: 'a', afterEvent: 7, isNew: false }]);
  });

  test('waits also if it is progress, which never comes before its transition', () => {
    follow('a', 7);
    expect(update('PROGRESS', 3)).toBe(false);
    expect(update('PROGRESS', 2)).toBe(true);
    expect(update('TRANSITION', 3)).toBe(true);
  });

  test('waits while what a new listener has read is not known', () => {
    feed.listen('a', () => undefined);
    expect(update('TRANSITION', 3)).toBe(false);
    told('a', 5);
    expect(update('TRANSITION', 3)).toBe(true);
  });
});

test('a listener that has just begun gets the current state at once, and no transition before it', () => {
  feed.listen('a', () => undefined);
  expect(beat(changed('a', 8))).toEqual([{ jobId: 'a', afterEvent: 0, isNew: true }]);
});

describe('a listener to all jobs', () => {
  test('is told of recent events of jobs that nobody else watches', () => {
    feed.listen(null, () => undefined);
    expect(watch.question().recentMs).toBeGreaterThanOrEqual(0);
    expect(beat(changed('a', 6, 4))).toEqual([]);
    expect(beat(changed('a', 6, 4))).toEqual([{ jobId: 'a', afterEvent: 3, isNew: false }]);
  });

  test('is not told twice of what a message has brought', () => {
    feed.listen(null, () => undefined);
    told('a', 6);
    for (let n = 0; n < 3; n++) expect(beat(changed('a', 6, 4))).toEqual([]);
  });
});

test('when what the listeners were told does not hold any more, a new listener begins anew', () => {
  follow('a', 7);
  watch.forgetAll();
  expect(beat(changed('a', 5))).toEqual([{ jobId: 'a', afterEvent: 0, isNew: true }]);
});
