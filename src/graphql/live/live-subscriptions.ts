import { createSourceEventStream, GraphQLError, type ExecutionResult } from 'graphql';
import type { Logger } from '../../application/ports/logger';
import type { Telemetry } from '../../application/ports/telemetry';
import { sharedAbort, whenAborted } from '../../async/shared-abort';
import type { CollectionJob } from '../../domain/collection-job';
import type { JobEvent } from '../../domain/job-event';
import { publicResult } from '../api-errors';
import { givenUpBy } from '../context';
import { render, resultKey, type LiveArgs } from '../socket/live-args';
import { RenderedCache } from './rendered-cache';
import { relayHistory } from './relay-history';
import { SharedStream } from './shared-stream';
import { sharingOf } from './sharing';
import { Subscriber } from './subscriber';

/** Starts subscriptions. Operations with equal results are executed once and delivered to all their clients. */
export class LiveSubscriptions {
  private readonly streams = new Map<string, SharedStream>();
  /** Rendered events, which all live followers of a job need at about the same time. */
  private readonly events = new RenderedCache();

  constructor(
    private readonly telemetry: Telemetry,
    private readonly log: Logger,
  ) {}

  /**
   * Starts a subscription. Its resources are released when the operation's signal aborts, which it does however the
   * operation ends. Results go directly to the socket; the returned stream signals only the end or a final error.
   * @returns a result instead of a stream when the subscription cannot begin
   */
  subscribe(args: LiveArgs): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
    const { kind, placeVariable } = sharingOf(args.schema, args.document, args.operationName);
    this.telemetry.subscribed(1);
    whenAborted(args.contextValue.signal, () => this.telemetry.subscribed(-1));
    return kind === 'LOG' ? this.followLog(args, placeVariable) : this.joinStream(args, kind === 'SNAPSHOT');
  }

  /** @param hasBeginning whether each client is first sent the current job */
  private async joinStream(
    args: LiveArgs,
    hasBeginning: boolean,
  ): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
    const { signal } = args.contextValue;
    const stream = this.streamFor(args);
    const subscriber = new Subscriber(args.sink, signal);
    stream.add(subscriber);
    whenAborted(signal, () => stream.remove(subscriber));
    // The subscriber already receives updates, so none is lost between the snapshot and the stream.
    const failure = (await stream.opened) ?? (hasBeginning ? await this.begin(subscriber, args) : null);
    if (failure) return failure;
    if (!hasBeginning) subscriber.begin(null);
    return subscriber.untilEnd();
  }

  private async begin(subscriber: Subscriber, args: LiveArgs): Promise<ExecutionResult | null> {
    const read = sharedAbort();
    whenAborted(args.contextValue.signal, () => read.abort());
    try {
      const source = await this.open<CollectionJob>(asked(args, read.signal));
      if (!(Symbol.asyncIterator in source)) return source;
      const first = await source[Symbol.asyncIterator]().next();
      // The client has gone while the job was read.
      if (first.done) return null;
      const job = first.value;
      subscriber.begin({ job, payload: await render(args, job, this.log) });
      return null;
    } catch (error) {
      return this.failure(error);
    } finally {
      read.abort();
    }
  }

  private streamFor(args: LiveArgs): SharedStream {
    const key = resultKey(args);
    const present = this.streams.get(key);
    if (present) return present;
    const everybodyGone = sharedAbort();
    const shared = asked(args, everybodyGone.signal);
    const stream: SharedStream = new SharedStream({
      open: () => this.open<CollectionJob>(shared),
      render: (job) => render(shared, job, this.log),
      failure: (error) => this.failure(error),
      closed: () => {
        everybodyGone.abort();
        if (this.streams.get(key) === stream) this.streams.delete(key);
      },
    });
    this.streams.set(key, stream);
    return stream;
  }

  /** Each client has its own position in the history; the rendered payload of an event is shared. */
  private async followLog(
    args: LiveArgs,
    placeVariable: string | undefined,
  ): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
    const source = await this.open<JobEvent>(args);
    if (!(Symbol.asyncIterator in source)) return source;
    const key = resultKey(args, placeVariable);
    // Others may share a rendering, so it must not end when the client that began it disconnects.
    const shared = asked(args, sharedAbort().signal);
    return relayHistory(source, args.contextValue.signal, {
      rendered: (event) => this.events.get(`${key} ${event.jobId} ${event.seq}`, () => render(shared, event, this.log)),
      sink: args.sink,
      failure: (error) => this.failure(error),
    });
  }

  private async open<T>(args: LiveArgs): Promise<AsyncIterable<T> | ExecutionResult> {
    try {
      const source = await createSourceEventStream(args);
      return Symbol.asyncIterator in source ? (source as AsyncIterable<T>) : publicResult(source, this.log);
    } catch (error) {
      return this.failure(error);
    }
  }

  private failure(error: unknown): ExecutionResult {
    return publicResult({ errors: [new GraphQLError('failed', { originalError: error as Error })] }, this.log);
  }
}

/** Returns the same operation with another signal: that of the shared execution. */
function asked(args: LiveArgs, signal: AbortSignal): LiveArgs {
  return { ...args, contextValue: givenUpBy(signal, args.contextValue) };
}
