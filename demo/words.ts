import type { Job } from './api-client';

export const HAS_ENDED: readonly string[] = ['COMPLETED', 'FAILED', 'CANCELLED'];

const count = new Intl.NumberFormat('en-US');

/** Returns the state, and for a pause that is still draining the number of symbols in flight. */
export function stateOf(job: Job): string {
  const drains = job.state === 'PAUSED' && !job.settled;
  return drains ? `PAUSED, draining (${job.inFlight.length} in flight)` : job.state;
}

/** Returns done/total, rows, rate and ETA in one line. */
export function progressOf({ progress }: Job): string {
  const { done, total, rows, symbolsPerSecond } = progress;
  const numbers = `${done}/${total} symbols, ${count.format(rows)} rows, ${symbolsPerSecond.toFixed(1)} symbols/s`;
  return `${numbers}, ETA ${etaOf(progress.etaSeconds)}`;
}

export function etaOf(seconds: number | null): string {
  if (seconds === null) return 'unknown';
  return seconds < 60 ? `${Math.ceil(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.ceil(seconds % 60)} s`;
}

export function rowsOf({ progress }: Job): string {
  return count.format(progress.rows);
}

/** Returns the final result of a job. */
export function summaryOf({ state, verdict, progress }: Job): string {
  const { total, done, succeeded, empty, failed, rows, activeSeconds } = progress;
  return [
    `${state}${verdict ? `, verdict ${verdict}` : ''}: ${done} of ${total} symbols (${succeeded} succeeded, ${empty} empty, ${failed} failed)`,
    `${count.format(rows)} rows in ${activeSeconds.toFixed(1)} s, ${(done / activeSeconds).toFixed(1)} symbols/s`,
  ].join('\n');
}
