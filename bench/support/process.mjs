import { readdirSync, readFileSync } from 'node:fs';

const CLOCK_TICKS_PER_SECOND = 100;

/** @returns CPU seconds of a process without its children */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').map(Number);
  return (fields[11] + fields[12]) / CLOCK_TICKS_PER_SECOND;
}

export function residentMiB(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024;
}

/** @returns CPU seconds of a process, its living children, and the children it has waited for */
export function cpuSecondsUnder(pid) {
  let ticks = 0;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const fields = readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ')[1].split(' ').map(Number);
      const [, parent] = fields;
      if (Number(entry) === pid) ticks += fields[11] + fields[12] + fields[13] + fields[14];
      else if (parent === pid) ticks += fields[11] + fields[12];
    } catch {
      // The process has ended meanwhile.
    }
  }
  return ticks / CLOCK_TICKS_PER_SECOND;
}
