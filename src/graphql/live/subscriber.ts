import type { ExecutionResult } from 'graphql';
import { whenAborted } from '../../async/shared-abort';
import { isNewerThan, type CollectionJob } from '../../domain/collection-job';
import { isTerminal } from '../../domain/job-state';
import type { Sink } from '../socket/sink';

/** One update of a job, rendered for everybody who asked for the same. */
export interface Rendered {
  readonly job: CollectionJob;
  readonly payload: string;
}

/**
 * One client of a shared stream. What it is sent goes straight to its socket. A client that reads too slowly gets, once
 * it has read on, the latest of each job.
 */
export class Subscriber {
  /** What came before the subscriber had its first; null from then on. */
  private early: Rendered[] | null = [];
  /** The latest of each job that a slow client has not been sent yet. */
  private readonly behind = new Map<string, Rendered>();
  private shown: CollectionJob | null = null;
  private ending: ExecutionResult | 'COMPLETE' | null = null;
  private wake: () => void = () => undefined;

  /** @param gone aborts when the client wants nothing more */
  constructor(
    private readonly sink: Sink,
    private readonly gone: AbortSignal,
  ) {
    whenAborted(gone, () => {
      this.behind.clear();
      this.wake();
    });
  }

  /** @param first the job as it is, which nothing older may follow; null where the stream has no such beginning */
  begin(first: Rendered | null): void {
    const early = this.early ?? [];
    this.early = null;
    if (first) {
      this.shown = first.job;
      this.write(first);
      if (isTerminal(first.job.state)) return this.end('COMPLETE');
    }
    for (const update of early) this.deliver(update);
  }

  deliver(update: Rendered): void {
    if (this.early) return void this.early.push(update);
    if (this.shown?.id === update.job.id && !isNewerThan(update.job, this.shown)) return;
    if (this.shown) this.shown = update.job;
    this.write(update);
  }

  /** Nothing more comes: the stream has ended, or has failed with a last result. */
  end(how: ExecutionResult | 'COMPLETE'): void {
    this.ending ??= how;
    this.wake();
  }

  /** Ends when the client has been sent all, or wants nothing more; yields only the result of a stream that failed. */
  async *untilEnd(): AsyncGenerator<ExecutionResult, undefined> {
    while (!this.gone.aborted && (this.ending === null || this.behind.size > 0 || this.early)) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    if (!this.gone.aborted && this.ending !== null && this.ending !== 'COMPLETE') yield this.ending;
  }

  private write(update: Rendered): void {
    if (this.gone.aborted) return;
    if (this.behind.size === 0 && !this.sink.isSlow) return this.sink.send(update.payload);
    if (this.behind.size === 0) this.sink.whenDrained(() => this.catchUp());
    this.behind.set(update.job.id, update);
  }

  /** The client has read on: what was held back follows. */
  private catchUp(): void {
    for (const [id, { payload }] of this.behind) {
      if (this.sink.isSlow) return this.sink.whenDrained(() => this.catchUp());
      this.behind.delete(id);
      this.sink.send(payload);
    }
    this.wake();
  }
}
