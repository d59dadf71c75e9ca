import { table } from '../record/table.mjs';
import { digits, whole } from '../support/report.mjs';
import { insertPaused } from '../support/service/paused-jobs.mjs';
import { cpuSeconds, residentMiB } from '../support/process.mjs';
import { temporaryFolder } from '../support/server.mjs';
import { Service } from '../support/service/service.mjs';

const WATCH_MS = 10_000;

/** Measures a service with only PAUSED jobs: memory, CPU, start-up, and the first page of `jobs`. */
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
  const rssMiB = residentMiB(service.child.pid);
  await service.kill('SIGTERM');
  await folder.remove();
  return { jobs, startMs, rssMiB, cpuShare, listMs };
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
  return table('resting', 'a service at rest', header, rows);
}
