import type { ExecutionResult } from 'graphql';
import type { CollectionJob } from '../../domain/collection-job';
import type { Rendered, Subscriber } from './subscriber';

/** So many clients are sent to at once; then everybody else in the process has a turn. */
const SENT_AT_ONCE = 250;

export interface StreamDeps {
  /** Opens the source stream, which `closed` must end; a result instead tells why there is none. */
  readonly open: () => Promise<AsyncIterable<CollectionJob> | ExecutionResult>;
  readonly render: (job: CollectionJob) => Promise<string>;
  /** The result that tells a client of an error. */
  readonly failure: (error: unknown) => ExecutionResult;
  /** Called once, when the stream takes nobody any more. */
  readonly closed: () => void;
}

/** One execution and one serialised payload for everybody who asked for the same; lives as long as anybody listens. */
export class SharedStream {
  private readonly subscribers = new Set<Subscriber>();
  private isClosed = false;
  /** Null once the source stream is open, else why it is not. */
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
