import type { Beat, ClusterStore, Pulse } from '../../src/application/ports/cluster-store';
import { ControlSignals } from '../../src/application/worker/control-signals';
import type { WorkerPool } from '../../src/application/worker/worker-pool';
import { SessionHeartbeat } from '../../src/cluster/runs/session-heartbeat';

const PULSE: Pulse = {
  nodes: [],
  expired: [],
  wasValid: true,
  serverStartedAt: 1,
  orders: new Map(),
  changed: [],
  now: 0,
};
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** @param beat the response of the database to a heartbeat */
function beatOn(
  beat: ClusterStore['beat'],
  pool: object = { all: () => [] },
  stillHeldBy: ClusterStore['stillHeldBy'] = async () => [],
): SessionHeartbeat {
  const probe = async () => undefined;
  const store = { beat, leave: async () => undefined, probe, stillHeldBy } as unknown as ClusterStore;
  const defaults = { versions: new Map(), size: 1, storeSilentMs: 0, runsToCheck: () => [] };
  // The test may change the pool later.
  const workers = Object.setPrototypeOf(pool, defaults) as unknown as WorkerPool;
  const question = () => ({ jobIds: [], lastEvents: [], recentMs: null });
  const self = { id: 'n', role: 'all', protocol: 1 } as const;
  const nothing = () => undefined;
  return new SessionHeartbeat({
    store,
    pool: workers,
    self,
    question,
    onHeartbeat: nothing,
    onOtherServer: nothing,
    log,
  });
}

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterEach(() => void jest.useRealTimers());

test('a gate that closed at the last moment before a start, seen by nobody else, opens with the next answer', async () => {
  let answer: (pulse: Pulse) => void = () => undefined;
  const signals: ControlSignals = new ControlSignals(() => beat.hears());
  const worker = { attend: () => signals.setGate() };
  const asked = () => new Promise<Pulse>((resolve) => (answer = resolve));
  const beat: SessionHeartbeat = beatOn(asked, { all: () => [worker] });
  const opened = beat.open();
  // Sent at 0, answered at 20: checks run at 70, 120 …, 770, 820, and the node is stale from 800 on.
  await jest.advanceTimersByTimeAsync(20);
  answer(PULSE);
  await opened;
  await jest.advanceTimersByTimeAsync(785);
  expect(signals.maySymbolStart).toBe(false);
  answer(PULSE);
  await jest.advanceTimersByTimeAsync(0);
  expect(beat.hears()).toBe(true);
  expect(signals.gate.isOpen).toBe(true);
  const closed = beat.close();
  await jest.advanceTimersByTimeAsync(1_000);
  answer(PULSE);
  await closed;
});

test('an answer is as old as its question: what was commanded since is not in it', async () => {
  let tookMs = 100;
  const beat = beatOn(() => new Promise<Pulse>((resolve) => setTimeout(() => resolve(PULSE), tookMs)));
  const opened = beat.open();
  await jest.advanceTimersByTimeAsync(100);
  await opened;
  expect(beat.hears()).toBe(true);
  tookMs = 1_000;
  // The next one is sent at 350 and answered at 1,350: a pause committed at 400 would be almost a second old by then.
  await jest.advanceTimersByTimeAsync(1_255);
  expect(beat.hears()).toBe(false);
  const closed = beat.close();
  await jest.advanceTimersByTimeAsync(2_000);
  await closed;
});

describe('a run of this node', () => {
  let pulse: Pulse;
  let held: { runId: string; isSure: boolean }[];
  let lost: string[];
  let pool: { storeSilentMs: number };
  let beats: Beat[];
  let heartbeat: SessionHeartbeat;

  beforeEach(async () => {
    [pulse, held, lost, beats] = [PULSE, [{ runId: 'mine', isSure: true }], [], []];
    const worker = { shard: {}, loseLease: () => void lost.push('mine'), attend: () => undefined };
    pool = { storeSilentMs: 0, ...{ all: () => [worker], runsToCheck: () => [{ runId: 'mine', worker }] } };
    const answer = async (beat: Beat) => {
      beats.push(beat);
      return pulse;
    };
    heartbeat = beatOn(answer, pool, async () => held as never);
    await heartbeat.open();
  });
  afterEach(async () => {
    const closed = heartbeat.close();
    await jest.advanceTimersByTimeAsync(2_000);
    await closed;
  });
  const next = () => jest.advanceTimersByTimeAsync(260);

  test('goes on while the session is valid, without a question for its lease', async () => {
    held = [];
    for (let n = 0; n < 5; n++) await next();
    expect(lost).toEqual([]);
  });

  test.each([
    ['the session had expired', { ...PULSE, wasValid: false }],
    ['the server is another one', { ...PULSE, serverStartedAt: 2 }],
  ])('that was taken over while %s is told so before a symbol starts', async (_when, answer) => {
    [pulse, held] = [answer, []];
    await next();
    expect(lost).toEqual(['mine']);
  });

  test('that nobody has taken over goes on', async () => {
    pulse = { ...PULSE, wasValid: false };
    await next();
    expect(lost).toEqual([]);
    expect(heartbeat.hears()).toBe(true);
  });

  test('a store that waits for a lock fences nothing: the node sees that it can write, and lives on', async () => {
    let answered = 0;
    Object.assign(pool, { storeSilentMs: 2_000, storeAnswered: () => answered++ });
    for (let n = 0; n < 5; n++) await next();
    expect(answered).toBeGreaterThan(0);
    expect(heartbeat.hears()).toBe(true);
  });

  test('a node that cannot store renews no session, hears nothing, and goes on when it can', async () => {
    Object.assign(pool, { storeSilentMs: 3_000, storeAnswered: () => undefined });
    for (let n = 0; n < 5; n++) await next();
    expect(beats.at(-1)).toMatchObject({ renews: false });
    expect(heartbeat.hears()).toBe(false);
    pool.storeSilentMs = 0;
    await next();
    expect(beats.at(-1)).toMatchObject({ renews: true });
    expect(heartbeat.hears()).toBe(true);
  });
});
