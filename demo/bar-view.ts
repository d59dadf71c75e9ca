import { Presets, SingleBar } from 'cli-progress';
import type { Job } from './api-client';
import { etaOf, rowsOf, stateOf } from './words';

const KEYS = 'p pause · r resume · c cancel · q quit';
/** Columns of the line without the bar itself. */
const WORDS_WIDTH = 84;

/** View for a terminal: a progress bar, and keys that control the job. */
export class BarView {
  private readonly bar = new SingleBar(
    {
      format: '{bar} {value}/{total} | {rows} rows | {rate} symbols/s | ETA {left} | {state}',
      barsize: Math.max(5, Math.min(40, (process.stdout.columns || 80) - WORDS_WIDTH)),
      hideCursor: true,
      linewrap: false,
      gracefulExit: false,
      noTTYOutput: false,
    },
    Presets.shades_classic,
  );
  private job: Job | null = null;

  constructor(private readonly onKey: (key: string) => void) {
    process.stdin.setRawMode(true).resume().on('data', this.readKeys);
  }

  show(job: Job): void {
    const payload = {
      rows: rowsOf(job),
      rate: job.progress.symbolsPerSecond.toFixed(1),
      left: etaOf(job.progress.etaSeconds),
      state: stateOf(job),
    };
    if (!this.job) {
      process.stdout.write(`${KEYS}\n`);
      this.bar.start(job.progress.total, job.progress.done, payload);
    } else this.bar.update(job.progress.done, payload);
    this.job = job;
  }

  /** Prints a line above the bar. */
  say(line: string): void {
    this.bar.stop();
    process.stdout.write(`${line}\n`);
    const { job } = this;
    this.job = null;
    if (job) this.show(job);
  }

  /** Restores the terminal. */
  close(): void {
    this.bar.stop();
    process.stdin.off('data', this.readKeys).setRawMode(false).pause();
  }

  private readonly readKeys = (keys: Buffer): void => {
    for (const key of keys.toString()) this.onKey(key);
  };
}
