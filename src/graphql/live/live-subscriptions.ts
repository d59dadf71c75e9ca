import { createSourceEventStream, GraphQLError, Kind, type ExecutionResult, type FieldNode } from 'graphql';
import type { Logger } from '../../application/ports/logger';
import type { Telemetry } from '../../application/ports/telemetry';
import { sharedAbort, whenAborted } from '../../async/shared-abort';
import type { CollectionJob } from '../../domain/collection-job';
import type { JobEvent } from '../../domain/job-event';
import { publicResult } from '../api-errors';
import { givenUpBy } from '../context';
import { HistoryRelay } from './history-relay';
import { render, resultKey, type LiveArgs } from './live-args';
import { RenderedCache } from './rendered-cache';
import { rootField } from './root-field';
import { SharedStream } from './shared-stream';
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
   * Whatever is opened for it is returned when the operation's signal aborts, also what is only being opened then.
   * @returns a result instead of a stream when the subscription cannot begin
   */
  async subscribe(args: LiveArgs): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
    const field = rootField(args.document, args.operationName);
    if (field?.name.value === 'jobEvents') return this.followEvents(args, field);
    return this.joinStream(args, field?.name.value === 'jobUpdated');
  }

  /** @param hasBeginning whether each client is first sent the job as it is at that moment */
  private async joinStream(
    args: LiveArgs,
    hasBeginning: boolean,
  ): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
    const stream = this.streamFor(args);
    const subscriber = new Subscriber(args.sink, (leaving) => {
      stream.remove(leaving);
      this.telemetry.subscribed(-1);
    });
    this.telemetry.subscribed(1);
    stream.add(subscriber);
    whenAborted(args.contextValue.signal, () => void subscriber.return());
    // It listens from now on, so nothing is missed between the beginning and what follows.
    const failure = (await stream.opened) ?? (hasBeginning ? await this.begin(subscriber, args) : null);
    if (!failure) {
      if (!hasBeginning) subscriber.begin(null);
      return subscriber;
    }
    await subscriber.return();
    return failure;
  }

  private async begin(subscriber: Subscriber, args: LiveArgs): Promise<ExecutionResult | null> {
    const source = await this.open<CollectionJob>(args);
    if (!(Symbol.asyncIterator in source)) return source;
    const iterator = source[Symbol.asyncIterator]();
    try {
      const { value: job } = (await iterator.next()) as { value: CollectionJob };
      subscriber.begin({ job, payload: await render(args, job, this.log) });
      return null;
    } catch (error) {
      return this.failure(error);
    } finally {
      void iterator.return?.();
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
  private async followEvents(
    args: LiveArgs,
    field: FieldNode,
  ): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
    const source = await this.open<JobEvent>(args);
    if (!(Symbol.asyncIterator in source)) return source;
    const key = resultKey(args, variableOfAfter(field));
    // Others may wait for the same: it goes on when the first of them has gone.
    const shared = asked(args, sharedAbort().signal);
    this.telemetry.subscribed(1);
    const relay = new HistoryRelay({
      source: source[Symbol.asyncIterator](),
      rendered: (event) => this.events.get(`${key} ${event.jobId} ${event.seq}`, () => render(shared, event, this.log)),
      sink: args.sink,
      left: () => this.telemetry.subscribed(-1),
      failure: (error) => this.failure(error),
    });
    whenAborted(args.contextValue.signal, () => void relay.return());
    return relay;
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

/** Where a client begins in the history makes no difference to how an event looks. */
function variableOfAfter({ arguments: given }: FieldNode): string | undefined {
  const value = given?.find(({ name }) => name.value === 'after')?.value;
  return value?.kind === Kind.VARIABLE ? value.name.value : undefined;
}
