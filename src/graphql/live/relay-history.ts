import type { ExecutionResult } from 'graphql';
import type { JobEvent } from '../../domain/job-event';
import type { Sink } from '../socket/sink';

export interface RelayDeps {
  /** An event as JSON. */
  readonly rendered: (event: JobEvent) => Promise<string>;
  readonly sink: Pick<Sink, 'send'>;
  /** The result that tells the client of an error. */
  readonly failure: (error: unknown) => ExecutionResult;
}

/**
 * Sends a client the history of a job, one event after the other: the next is read only when the last has left the
 * socket, so that a slow client costs no memory and misses nothing. Yields only the result of what fails.
 * @param signal aborts when the client wants nothing more, which also ends the source
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
