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

/** Begins subscriptions: executes what is the same for many clients once, and hands it to each of them. */
export class LiveSubscriptions {
  private readonly streams = new Map<string, SharedStream>();
  /** Those that all who follow a job live are about to ask for. */
  private readonly events = new RenderedCache();

  constructor(
    private readonly telemetry: Telemetry,
    private readonly log: Logger,
  ) {}

  /**
   * Whatever is opened for the operation ends with its signal, which aborts at its end, whatever ends it. What it is sent
   * goes straight to its socket: the stream that is returned tells of its end only.
   * @returns a result instead of a stream when the subscription cannot begin
   */
  subscribe(args: LiveArgs): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
    const { kind, placeVariable } = sharingOf(args.schema, args.document, args.operationName);
    this.telemetry.subscribed(1);
    whenAborted(args.contextValue.signal, () => this.telemetry.subscribed(-1));
    return kind === 'LOG' ? this.followLog(args, placeVariable) : this.joinStream(args, kind === 'SNAPSHOT');
  }

  /** @param hasBeginning whether each client is first sent the job as it is at that moment */
  private async joinStream(
    args: LiveArgs,
    hasBeginning: boolean,
  ): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
    const { signal } = args.contextValue;
    const stream = this.streamFor(args);
    const subscriber = new Subscriber(args.sink, signal);
    stream.add(subscriber);
    whenAborted(signal, () => stream.remove(subscriber));
    // It listens from now on, so nothing is missed between the beginning and what follows.
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
      const { value: job } = (await source[Symbol.asyncIterator]().next()) as { value: CollectionJob };
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

  /** Everybody has their own place in the history, but those that are at the same place see the same. */
  private async followLog(
    args: LiveArgs,
    placeVariable: string | undefined,
  ): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
    const source = await this.open<JobEvent>(args);
    if (!(Symbol.asyncIterator in source)) return source;
    const key = resultKey(args, placeVariable);
    // Others may wait for the same: it goes on when the first of them has gone.
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

/** The same operation, given up by another signal: by that of all who share it. */
function asked(args: LiveArgs, signal: AbortSignal): LiveArgs {
  return { ...args, contextValue: givenUpBy(signal, args.contextValue) };
}
