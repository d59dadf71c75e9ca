import { PageAdmission, type ArchiveAccess } from '../../src/application/source-access/page-admission';
import { SourceThrottle } from '../../src/application/source-access/source-throttle';
import { LanePlace } from '../../src/application/worker/run/lane-place';
import { FairLimit } from '../../src/async/fair-limit';
import { sharedAbort } from '../../src/async/shared-abort';

const HOUR = 3_600_000;
const never = sharedAbort().signal;

let throttle: SourceThrottle;
let archive: ArchiveAccess;
let flights: FairLimit;
beforeEach(() => {
  throttle = new SourceThrottle(null);
  archive = { throttle: new SourceThrottle(null), limit: new FairLimit(1) };
  flights = new FairLimit(1);
});

const admission = () => new PageAdmission('job', throttle, archive);

function asker(signals: { stop?: AbortSignal; yielding?: AbortSignal; isUnderWay?: boolean } = {}) {
  const place = new LanePlace(flights, 'job');
  return { stop: never, yielding: never, isUnderWay: false, ...signals, place };
}

/** Expects a limit of one place to be free. */
async function expectFree(limit: FairLimit): Promise<void> {
  const giveUp = sharedAbort();
  const entered = limit.enter('probe', [giveUp.signal]);
  giveUp.abort();
  expect(await entered).toBe(true);
  limit.leave('probe');
}

test('while the source rests, its archive and what is here are not kept waiting', async () => {
  throttle.holdFor(HOUR);
  for (const asked of ['ARCHIVE', 'NOBODY'] as const) {
    const lane = asker();
    const leave = await admission().admit(asked, lane);
    expect(leave).not.toBeNull();
    leave!();
    lane.place.leave();
  }
  const stop = sharedAbort();
  const admitted = admission().admit('SOURCE', asker({ stop: stop.signal }));
  stop.abort();
  expect(await admitted).toBeNull();
});

test('while the archive rests, the source is not kept waiting', async () => {
  archive.throttle.holdFor(HOUR);
  expect(await admission().admit('SOURCE', asker())).not.toBeNull();
});

test('every request has a place in the flight limit, also one that nobody is asked for', async () => {
  for (const asked of ['SOURCE', 'ARCHIVE', 'NOBODY'] as const) {
    const holder = new LanePlace(flights, 'other');
    await holder.take([never]);
    const lane = asker();
    const admitted = admission().admit(asked, lane);
    holder.leave();
    const leave = await admitted;
    leave!();
    lane.place.leave();
    await expectFree(flights);
  }
});

test('no more requests to an archive than its limit, and who waits for one holds no place', async () => {
  const [first, second] = [asker(), asker()];
  const leave = await admission().admit('ARCHIVE', first);
  first.place.leave();
  const waiting = admission().admit('ARCHIVE', second);
  await expectFree(flights);
  leave!();
  expect(await waiting).not.toBeNull();
});

describe.each(['SOURCE', 'ARCHIVE', 'NOBODY'] as const)('%s', (asked) => {
  test.each([
    ['a stop ends the wait', 'stop', true],
    ['a pause ends the wait of a symbol that has not begun', 'yielding', false],
  ] as const)('%s', async (_name, signal, isUnderWay) => {
    const holder = new LanePlace(flights, 'other');
    await holder.take([never]);
    const end = sharedAbort();
    const lane = asker({ [signal]: end.signal, isUnderWay });
    const admitted = admission().admit(asked, lane);
    end.abort();
    expect(await admitted).toBeNull();
    lane.place.leave();
    holder.leave();
    await expectFree(flights);
    await expectFree(archive.limit);
  });

  test('a pause does not keep a symbol from finishing', async () => {
    const lane = asker({ yielding: AbortSignal.abort(), isUnderWay: true });
    expect(await admission().admit(asked, lane)).not.toBeNull();
  });

  test('after a pause, no symbol begins', async () => {
    expect(await admission().admit(asked, asker({ yielding: AbortSignal.abort() }))).toBeNull();
  });
});
