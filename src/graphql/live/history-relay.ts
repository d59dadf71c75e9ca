import type { ExecutionResult } from 'graphql';
import type { JobEvent } from '../../domain/job-event';
import type { Sink } from './sink';

export interface RelayParts {
  readonly source: AsyncIterator<JobEvent>;
  /** An event as JSON. */
  readonly rendered: (event: JobEvent) => Promise<string>;
  readonly sink: Sink;
  /** Called once, at its end. */
  readonly left: () => void;
  /** The result that tells the client of an error. */
  readonly failure: (error: unknown) => ExecutionResult;
}

/**
 * Sends a client the history of a job, one event after the other: the next is read only when the last has left the
 * socket, so that a slow client costs no memory and misses nothing. As an async generator it only tells of its end.
 */
export class HistoryRelay implements AsyncGenerator<ExecutionResult, undefined> {
  private isOver = false;

  constructor(private readonly parts: RelayParts) {}

  async next(): Promise<IteratorResult<ExecutionResult, undefined>> {
    if (this.isOver) return { value: undefined, done: true };
    try {
      await this.relayAll();
      return await this.return();
    } catch (error) {
      await this.return();
      return { value: this.parts.failure(error), done: false };
    }
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    if (!this.isOver) this.parts.left();
    this.isOver = true;
    await this.parts.source.return?.();
    return { value: undefined, done: true };
  }

  async throw(): Promise<IteratorReturnResult<undefined>> {
    return this.return();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private async relayAll(): Promise<void> {
    const { source, rendered, sink } = this.parts;
    for (let next = await source.next(); !next.done; next = await source.next()) {
      const payload = await rendered(next.value);
      if (this.isOver) return;
      await new Promise<void>((sent) => sink.send(payload, sent));
    }
  }
}
