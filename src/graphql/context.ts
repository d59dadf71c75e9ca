import type { JobReader, JobReads } from '../application/ports/job-reader';
import type { JobFeed } from '../application/control/job-feed';
import type { SharedHistories } from './live/shared-history';
import type { Principal } from './access/principal';

/** What every resolver knows of the request. */
export interface ApiContext {
  readonly principal: Principal;
  /** Who asks, by the name that is written into the events that the request causes. */
  readonly actor: string;
  /** Names the request in the log, and in the answer's header `x-request-id`. */
  readonly request: string;
  /** Where subscriptions get what they stream: their decorators know no instance of the resolver. */
  readonly live: LiveDeps;
  /**
   * Aborts when nobody waits for the answer any more: the connection has closed before the response was sent, or the
   * operation of a WebSocket was completed by its client, has lost its socket, or has ended: whatever was opened for it
   * ends with it. Any number of listeners is no leak.
   */
  readonly signal: AbortSignal;
  /** What is read for the request: cancelled when nobody waits for it any more. */
  readonly reader: JobReader;
}

export interface LiveDeps {
  readonly reads: JobReads;
  readonly feed: JobFeed;
  readonly histories: SharedHistories;
}

/** The same request, given up by another signal: by that of all who share what comes of it. */
export function givenUpBy(signal: AbortSignal, context: ApiContext): ApiContext {
  return { ...context, signal, reader: context.live.reads.by({ name: context.actor, signal }) };
}

export function contextOf(principal: Principal, request: string, live: LiveDeps, signal: AbortSignal): ApiContext {
  const { name } = principal;
  return { principal, actor: name, request, live, signal, reader: live.reads.by({ name, signal }) };
}
