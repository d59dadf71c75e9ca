import type { WorkerPool } from '../../src/application/worker/worker-pool';
import { ClusterWorkerManager, type ClusterWorkerManagerDeps } from '../../src/cluster/cluster-worker-manager';
import type { Order } from '../../src/cluster/bus/messages';
import { ControlBroadcast } from '../../src/cluster/control-broadcast';
import { Acknowledgements } from '../../src/cluster/acknowledgements';

const PAUSED = { version: 3, state: 'PAUSED' } as const;

let said: Order[];
let acknowledgements: Acknowledgements;
let workers: ClusterWorkerManager;

/** Two other nodes hold the job's shards. */
beforeEach(() => {
  // ACKNOWLEDGED_BY elapses only if the test advances the timers.
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance'] });
  said = [];
  acknowledgements = new Acknowledgements();
  const holders = async () => ['one', 'two'];
  const broadcast = new ControlBroadcast((order) => void said.push(order), acknowledgements, holders);
  const pool = { obey: () => undefined, of: () => [] } as unknown as WorkerPool;
  const none = {} as unknown;
  workers = new ClusterWorkerManager({ ...(none as ClusterWorkerManagerDeps), pool, broadcast });
});
afterEach(() => void jest.useRealTimers());

/** Whether the command is answered once all work that waits for no timer or message is done. */
async function isAnswered(command: Promise<void>): Promise<boolean> {
  let answered = false;
  void command.then(() => (answered = true));
  await jest.advanceTimersByTimeAsync(0);
  return answered;
}

const heardBy = (node: string) => acknowledgements.acknowledged(said.at(-1)!.id, node);

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
