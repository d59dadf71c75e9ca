import type { ClusterStore, Pulse } from '../../src/application/ports/cluster-store';
import { ControlSignals } from '../../src/application/services/control-signals';
import type { WorkerPool } from '../../src/application/services/worker-pool';
import { Beat } from '../../src/cluster/beat';

const PULSE: Pulse = { nodes: [], orders: new Map(), now: 0 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }));
afterEach(() => void jest.useRealTimers());

test('a gate that closed at the last moment before a start, seen by nobody else, opens with the next answer', async () => {
  let answer: (pulse: Pulse) => void = () => undefined;
  const store = {
    beat: () => new Promise<Pulse>((resolve) => (answer = resolve)),
    leave: async () => undefined,
  } as unknown as ClusterStore;
  const signals: ControlSignals = new ControlSignals(() => beat.hears());
  const worker = { attend: () => signals.setGate() };
  const pool = { jobIds: [], size: 1, all: () => [worker], obey: () => undefined } as unknown as WorkerPool;
  const beat: Beat = new Beat(store, pool, { id: 'n', role: 'all' }, log, () => undefined);
  const opened = beat.open();
  // Asked at 0, answered at 20: it looks at the clock at 70, 120 …, 770, 820, and is deaf from 800 on.
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
