import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** One job in each state in which a killed service can leave it. */
export const LEFT_JOBS = {
  pending: randomUUID(),
  running: randomUUID(),
  draining: randomUUID(),
  drained: randomUUID(),
  completed: randomUUID(),
  cancelled: randomUUID(),
} as const;

/** Where the second page of a symbol begins. */
const PAGE = '2024-01-01T03:00:00Z';
const [AT, LATER] = ['2024-03-01T00:00:00.125Z', '2024-03-02T00:00:00.250Z'];

type JobName = keyof typeof LEFT_JOBS;
type Row = Readonly<Record<string, unknown>>;

/** Stores jobs with all their rows, as left by a killed service. */
export async function storeLeftJobs(database: DataSource): Promise<void> {
  for (const row of series) await insert(database, 'series', row);
  for (const name of Object.keys(LEFT_JOBS) as JobName[]) {
    await insert(database, 'collection_job', { ...job(name), ...STATES[name] });
    const job_id = LEFT_JOBS[name];
    await insert(database, 'job_lease', { job_id, shard: 0, ...LEASES[name] });
    await insert(database, 'job_claim', { job_id, shard: 0, range_from: 0, range_to: 4 });
    const last_event = events(name).length;
    await insert(database, 'job_progress', { job_id, total: 4, claimed: 4, last_event, ...COUNTERS[name] });
    for (const row of symbols(name)) await insert(database, 'job_symbol', row);
    for (const row of events(name)) await insert(database, 'job_event', row);
  }
  await insert(database, 'bar', bar);
  await insert(database, 'control_request', request);
}

const job = (name: JobName): Row => ({
  id: LEFT_JOBS[name],
  name,
  version: 3,
  source: 'held',
  interval: 'ONE_HOUR',
  window_from: '2024-01-01T00:00:00Z',
  window_to: '2024-02-01T00:00:00Z',
  // The jobs have the same symbols: what one has collected, another would not ask for.
  mode: 'REFRESH',
  concurrency: 2,
  total: 4,
  reason: `why ${name}`,
  created_at: AT,
  started_at: name === 'pending' ? null : AT,
  active_ms: 4_321,
});

const STATES: Readonly<Record<JobName, Row>> = {
  pending: { state: 'PENDING' },
  running: { state: 'RUNNING', running_since: LATER },
  draining: { state: 'PAUSED', paused_at: LATER },
  drained: { state: 'PAUSED', paused_at: LATER },
  completed: { state: 'COMPLETED', completed_at: LATER, verdict: 'WITH_FAILURES' },
  cancelled: { state: 'CANCELLED', completed_at: LATER },
};

const counted = {
  succeeded: 1,
  failed: 1,
  rows: 8,
  stored_at: LATER,
  older_sample_ms: 1_000,
  older_sample_done: 1,
  newer_sample_ms: 3_000,
  newer_sample_done: 2,
};

const RUN = '1b4e28ba-2fa1-11d2-883f-0016d3cca427';

const LEASES: Readonly<Record<JobName, Row>> = {
  pending: {},
  running: { run_id: RUN, holder: 'a process that was killed' },
  draining: { run_id: RUN, holder: 'a process that was killed' },
  drained: { run_id: RUN, drained: true },
  completed: {},
  cancelled: {},
};

const COUNTERS: Readonly<Record<JobName, Row>> = {
  pending: {},
  running: counted,
  draining: counted,
  drained: counted,
  completed: { ...counted, succeeded: 2, empty: 1 },
  cancelled: counted,
};

/** Returns four symbols: SUCCEEDED, FAILED, one page stored, not requested yet. PENDING and COMPLETED jobs differ. */
function symbols(name: JobName): Row[] {
  const job_id = LEFT_JOBS[name];
  const row = (position: number, more: Row): Row => ({
    job_id,
    position,
    symbol: `S${position}`,
    series_id: position + 1,
    ...more,
  });
  if (name === 'pending') return [0, 1, 2, 3].map((position) => row(position, {}));
  const ended = { attempts: 2, started_at: AT, finished_at: LATER };
  const failure = { error_code: 'TIMEOUT', error_message: 'no answer' };
  return [
    row(0, { state: 'SUCCEEDED', rows: 5, page_cursor: LATER, ...ended }),
    row(1, { state: 'FAILED', ...failure, ...ended }),
    ...(name === 'completed'
      ? [row(2, { state: 'SUCCEEDED', rows: 3, ...ended }), row(3, { state: 'EMPTY', ...ended })]
      : [row(2, { rows: 3, steps: 1, page_cursor: PAGE, attempts: 1, started_at: AT }), row(3, {})]),
  ];
}

/** A different number of events per job, so that each job's last `seq` differs. */
function events(name: JobName): Row[] {
  const count = 1 + Object.keys(LEFT_JOBS).indexOf(name);
  return Array.from({ length: count }, (_, index) => ({
    job_id: LEFT_JOBS[name],
    seq: index + 1,
    type: index === 0 ? 'CREATED' : 'SYMBOLS_DONE',
    at: `2024-03-01T00:00:0${index}.500Z`,
    to_state: index === 0 ? 'PENDING' : null,
    actor: 'ann',
    reason: 'because',
    total: 4,
    succeeded: Math.min(index, 1),
    empty: 0,
    failed: 0,
    rows: 5 * Math.min(index, 1),
    active_ms: 100 * index,
    symbols_per_second: 0.5,
  }));
}

const series = [0, 1, 2, 3].map((n): Row => ({ source: 'held', symbol: `S${n}`, interval: 'ONE_HOUR' }));

const bar: Row = {
  series_id: 1,
  time: '2024-01-01T00:00:00Z',
  open: '0.10',
  high: '123456789012345678901234.000000000000000001',
  low: '0.1',
  close: '1e-9',
  volume: '1.500',
};

const request: Row = {
  actor: 'ann',
  request_id: 'r1',
  operation: 'PAUSE',
  fingerprint: 'the first one',
  answer: JSON.stringify({ type: 'NOT_FOUND', jobId: 'gone' }),
  at: AT,
};

async function insert(database: DataSource, table: string, row: Row): Promise<void> {
  const names = Object.keys(row);
  const places = names.map((_, index) => `$${index + 1}`);
  const columns = names.map((name) => `"${name}"`);
  await database.query(`INSERT INTO ${table} (${columns.join()}) VALUES (${places.join()})`, Object.values(row));
}
