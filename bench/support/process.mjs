import { readFileSync } from 'node:fs';

const CLOCK_TICKS_PER_SECOND = 100;

/** @returns CPU seconds of a process without its children */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').map(Number);
  return (fields[11] + fields[12]) / CLOCK_TICKS_PER_SECOND;
}

export function residentMiB(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024;
}
