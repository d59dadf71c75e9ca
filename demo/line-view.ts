import type { Job } from './api-client';
import { progressOf, stateOf } from './words';

const BETWEEN_LINES_MS = 1_000;

/** View for logs and pipes: one line per change of state, and one per second for progress. */
export class LineView {
  private shownState = '';
  private shownAt = 0;

  constructor(private readonly print: (line: string) => void) {}

  show(job: Job): void {
    const state = stateOf(job);
    const isDue = Date.now() - this.shownAt >= BETWEEN_LINES_MS;
    if (state === this.shownState && !isDue) return;
    this.shownState = state;
    this.shownAt = Date.now();
    this.print(`${state}: ${progressOf(job)}`);
  }

  say(line: string): void {
    this.print(line);
  }

  close(): void {
    // Holds no resources.
  }
}
