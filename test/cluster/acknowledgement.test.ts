import type { ClusterStore } from '../../src/application/ports/cluster-store';
import type { JobFeed } from '../../src/application/control/job-feed';
import type { WorkerPool } from '../../src/application/worker/worker-pool';
import { ClusterWorkerManager } from '../../src/cluster/cluster-worker-manager';
import type { InFlightBoard } from '../../src/cluster/in-flight-board';
import type { Order } from '../../src/cluster/bus/messages';
import { ControlBroadcast } from '../../src/cluster/control-broadcast';
import type { RunQueue } from '../../src/cluster/run-queue';

const PAUSED = { version: 3, state: 'PAUSED' } as const;

let said: Order[];
let broadcast: ControlBroadcast;
let workers: ClusterWorkerManager;

/** Two other nodes hold the job's shards. */
beforeEach(() => {
  // ACKNOWLEDGED_BY elapses only if the test advances the timers.
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
  said = [];
  broadcast = new ControlBroadcast(
    (order) => void said.push(order),
    async () => ['one', 'two'],
  );
  const pool = { obey: () => undefined, of: () => [] } as unknown as WorkerPool;
  const none = {} as unknown;
  workers = new ClusterWorkerManager(
    pool,
    none as RunQueue,
    broadcast,
    none as InFlightBoard,
    none as ClusterStore,
    none as JobFeed,
  );
});
afterEach(() => void jest.useRealTimers());

/** Whether the command is answered once all work that waits for no timer or message is done. */
async function isAnswered(command: Promise<void>): Promise<boolean> {
  let answered = false;
  void command.then(() => (answered = true));
  await jest.advanceTimersByTimeAsync(0);
  return answered;
}

const heardBy = (node: string) => broadcast.acknowledged(node, { type: 'HEARD', to: 'here', id: said.at(-1)!.id });

describe.each([
  ['pause', () => workers.pauseWorker('job', PAUSED, 'FINISH')],
  ['cancel', () => workers.stopWorker('job')],
] as const)('a %s', (_name, give) => {
  test('is answered when every node that holds a shard of the job has acknowledged it', async () => {
    const command = give();
    expect(await isAnswered(command)).toBe(false);
    heardBy('one');
    expect(await isAnswered(command)).toBe(false);
    heardBy('two');
    expect(await isAnswered(command)).toBe(true);
  });

  test('is said again until then, and answered in the end: by now they start nothing', async () => {
    const command = give();
    heardBy('one');
    await jest.advanceTimersByTimeAsync(500);
    expect(said.length).toBeGreaterThan(1);
    expect(new Set(said.map(({ id }) => id)).size).toBe(1);
    expect(await isAnswered(command)).toBe(false);
    await jest.advanceTimersByTimeAsync(500);
    expect(await isAnswered(command)).toBe(true);
  });
});
