import type { WorkerPool } from '../../src/application/worker/worker-pool';
import { UpdatePublisher } from '../../src/cluster/updates/update-publisher';
import type { JobSymbol } from '../../src/domain/job-symbol';

const JOB = '01234567-89ab-4cde-8f01-23456789abcd';
const FLYING = [{ symbol: 'S0', position: 0, attempts: 1, rows: 0, startedAt: null }] as unknown as JobSymbol[];

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('a node that was told what is in flight is told of its end, also if nothing else happens to the job', () => {
  let inFlight = FLYING;
  const told: [string | null, number][] = [];
  const pool = { jobIds: [JOB], inFlight: () => inFlight } as unknown as WorkerPool;
  const send = (to: string | null, items: readonly string[]) => {
    for (const item of items) told.push([to, (JSON.parse(item) as { symbols: unknown[] }).symbols.length]);
  };
  const publisher = new UpdatePublisher(pool, { of: () => ['asker'] }, 10_000, send);
  publisher.tellInFlightTo('asker', [JOB]);
  inFlight = [];
  jest.advanceTimersByTime(1_000);
  publisher.close();
  expect(told).toEqual([
    ['asker', 1],
    ['asker', 0],
  ]);
});
