import type { ExecutionResult } from 'graphql';
import { whenAborted } from '../../async/shared-abort';
import { isNewerThan, type CollectionJob } from '../../domain/collection-job';
import { isTerminal } from '../../domain/job-state';
import type { Sink } from '../socket/sink';

/** One update of a job, with the payload rendered once for all subscribers of the same operation. */
export interface Rendered {
  readonly job: CollectionJob;
  readonly payload: string;
}

/**
 * One client of a shared stream. Updates go directly to its socket. A client that reads too slowly gets only the latest
 * update of each job once its socket has drained.
 */
export class Subscriber {
  /** Updates that arrive before `begin`; null afterwards. */
  private early: Rendered[] | null = [];
  /** The latest update of each job that a slow client has not been sent yet. */
  private readonly behind = new Map<string, Rendered>();
  private shown: CollectionJob | null = null;
  private ending: ExecutionResult | 'COMPLETE' | null = null;
  private wake: () => void = () => undefined;

  /** @param gone aborts when the client ends the operation or disconnects */
  constructor(
    private readonly sink: Sink,
    private readonly gone: AbortSignal,
  ) {
    whenAborted(gone, () => {
      this.behind.clear();
      this.wake();
    });
  }

  /** @param first the current job, after which nothing older is sent; null for a stream without an initial snapshot */
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

  /** Ends the subscription: the stream has completed, or has failed with a final result. */
  end(how: ExecutionResult | 'COMPLETE'): void {
    this.ending ??= how;
    this.wake();
  }

  /** Ends after `end` once all updates are sent, or when `gone` aborts. Yields only the result of a failed stream. */
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

  /** The socket has drained: sends the updates that were held back. */
  private catchUp(): void {
    for (const [id, { payload }] of this.behind) {
      if (this.sink.isSlow) return this.sink.whenDrained(() => this.catchUp());
      this.behind.delete(id);
      this.sink.send(payload);
    }
    this.wake();
  }
}
