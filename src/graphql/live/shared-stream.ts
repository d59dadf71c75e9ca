import type { ExecutionResult } from 'graphql';
import type { CollectionJob } from '../../domain/collection-job';
import type { Rendered, Subscriber } from './subscriber';

/** Number of clients sent to per turn of the event loop. */
const SENT_AT_ONCE = 250;

export interface StreamDeps {
  /** Opens the source stream, which `closed` must end. Resolves with a result instead when it cannot be opened. */
  readonly open: () => Promise<AsyncIterable<CollectionJob> | ExecutionResult>;
  readonly render: (job: CollectionJob) => Promise<string>;
  /** Converts an error to a result for the clients. */
  readonly failure: (error: unknown) => ExecutionResult;
  /** Called once, when the stream closes and accepts no more subscribers. */
  readonly closed: () => void;
}

/** One execution and one serialised payload for all subscribers of the same operation. Closes with the last of them. */
export class SharedStream {
  private readonly subscribers = new Set<Subscriber>();
  private isClosed = false;
  /** Resolves with null once the source stream is open, or with the result that states why it is not. */
  readonly opened: Promise<ExecutionResult | null>;

  constructor(private readonly deps: StreamDeps) {
    this.opened = this.open();
  }

  add(subscriber: Subscriber): void {
    this.subscribers.add(subscriber);
  }

  remove(subscriber: Subscriber): void {
    this.subscribers.delete(subscriber);
    if (this.subscribers.size === 0) this.close();
  }

  private async open(): Promise<ExecutionResult | null> {
    const source = await this.deps.open();
    if (!(Symbol.asyncIterator in source)) {
      this.close();
      return source;
    }
    void this.run(source);
    return null;
  }

  private async run(source: AsyncIterable<CollectionJob>): Promise<void> {
    try {
      for await (const job of source) await this.deliver({ job, payload: await this.deps.render(job) });
      this.end('COMPLETE');
    } catch (error) {
      this.end(this.deps.failure(error));
    }
  }

  private async deliver(update: Rendered): Promise<void> {
    let sent = 0;
    for (const subscriber of this.subscribers) {
      subscriber.deliver(update);
      if (++sent % SENT_AT_ONCE === 0) await new Promise(setImmediate);
    }
  }

  private end(how: ExecutionResult | 'COMPLETE'): void {
    const subscribers = [...this.subscribers];
    this.close();
    for (const subscriber of subscribers) subscriber.end(how);
  }

  private close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.deps.closed();
  }
}
