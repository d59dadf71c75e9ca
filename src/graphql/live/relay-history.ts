import type { ExecutionResult } from 'graphql';
import type { JobEvent } from '../../domain/job-event';
import type { Sink } from '../socket/sink';

export interface RelayDeps {
  /** Renders an event as JSON. */
  readonly rendered: (event: JobEvent) => Promise<string>;
  readonly sink: Pick<Sink, 'send'>;
  /** Converts an error to a result for the client. */
  readonly failure: (error: unknown) => ExecutionResult;
}

/**
 * Sends a client the history of a job, one event at a time. The next event is taken only when the previous one has been
 * written to the socket, so a slow client uses no memory and misses nothing. Yields only the result of a failure.
 * @param signal aborts when the client ends the operation or disconnects; this also ends the source
 */
export async function* relayHistory(
  source: AsyncIterable<JobEvent>,
  signal: AbortSignal,
  { rendered, sink, failure }: RelayDeps,
): AsyncGenerator<ExecutionResult, undefined> {
  try {
    for await (const event of source) {
      const payload = await rendered(event);
      if (signal.aborted) return;
      await new Promise<void>((sent) => sink.send(payload, sent));
    }
  } catch (error) {
    if (!signal.aborted) yield failure(error);
  }
}
