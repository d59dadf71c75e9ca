import { readFileSync } from 'node:fs';
import pg from 'pg';
import { digits, table, whole } from '../support/report.mjs';
import { temporaryFolder } from '../support/server.mjs';
import { Service } from '../support/service.mjs';

const WATCH_MS = 10_000;

/** What a service costs that has nothing but PAUSED jobs: memory, CPU, start-up, and the first page of `jobs`. */
export async function resting({ jobs, note }) {
  const counts = [0, jobs];
  const results = [];
  for (const count of counts) {
    note(`resting: ${count} paused jobs`);
    results.push(await measure(count));
  }
  return results;
}

async function measure(jobs) {
  const folder = await temporaryFolder();
  const first = await Service.start(folder.path, {});
  await insertPaused(first.databaseUrl(), jobs);
  await first.kill('SIGTERM');
  const began = performance.now();
  const service = await Service.start(folder.path, {});
  const startMs = performance.now() - began;
  await service.ask('{ jobs(first: 50) { totalCount } }').catch(() => undefined);
  const before = cpuSeconds(service.child.pid);
  await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
  const cpuShare = (cpuSeconds(service.child.pid) - before) / (WATCH_MS / 1_000);
  const asked = performance.now();
  await service.ask('{ jobs(first: 50) { edges { node { id state progress { done total } } } } }');
  const listMs = performance.now() - asked;
  const rssMiB = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${service.child.pid}/status`, 'utf8'))[1]) / 1_024;
  await service.kill('SIGTERM');
  await folder.remove();
  return { jobs, startMs, rssMiB, cpuShare, listMs };
}

/** As pauses leave them: settled, half done. */
async function insertPaused(connectionString, count) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(
    `WITH job AS (
       INSERT INTO collection_job (id, state, version, source, interval, window_from, window_to, concurrency, total,
                                   created_at, started_at, paused_at)
       SELECT gen_random_uuid(), 'PAUSED', 3, 'simx', 'ONE_DAY', '2024-01-01', '2024-02-01', 4, 10,
              now() - n * interval '1 s', now(), now()
         FROM generate_series(1, $1::integer) AS n
       RETURNING id
     ), lease AS (
       INSERT INTO job_lease (job_id, share, epoch, total, succeeded, drained) SELECT id, 0, 1, 10, 5, true FROM job
     )
     INSERT INTO job_symbol (job_id, position, symbol, state, steps, finished_at)
     SELECT id, n, 'SIM-' || n, (CASE WHEN n < 5 THEN 'SUCCEEDED' ELSE 'PENDING' END)::symbol_state, (n < 5)::integer,
            CASE WHEN n < 5 THEN now() END
       FROM job, generate_series(0, 9) AS n`,
    [count],
  );
  await client.end();
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').map(Number);
  return (fields[11] + fields[12]) / 100;
}

export function printResting(results) {
  const header = ['paused jobs', 'start-up ms', 'resident MiB', 'CPU %', 'jobs(first: 50) ms'];
  const rows = results.map(({ jobs, startMs, rssMiB, cpuShare, listMs }) => [
    whole(jobs),
    whole(startMs),
    whole(rssMiB),
    digits(2)(cpuShare * 100),
    digits(1)(listMs),
  ]);
  return table('a service at rest', header, rows);
}
