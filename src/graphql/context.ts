import type { JobReader, JobReads } from '../application/ports/job-reader';
import type { JobFeed } from '../application/control/job-feed';
import type { SharedHistories } from './live/shared-history';
import type { Principal } from './access/principal';

/** Request context passed to every resolver. */
export interface ApiContext {
  readonly principal: Principal;
  /** Name of the principal, recorded in the events that the request causes. */
  readonly actor: string;
  /** Identifies the request in the log and in the response header `x-request-id`. */
  readonly request: string;
  /** Dependencies of subscriptions: their decorators have no access to the resolver instance. */
  readonly live: LiveDeps;
  /**
   * Aborts when the response is no longer wanted. Over HTTP: the connection closed before the response was sent. Over
   * WebSocket: the client completed the operation, the socket closed, or the operation ended. Resources opened for the
   * request are released on abort. The number of listeners is unlimited.
   */
  readonly signal: AbortSignal;
  /** Reads on behalf of the request. Reads are cancelled when `signal` aborts. */
  readonly reader: JobReader;
}

export interface LiveDeps {
  readonly reads: JobReads;
  readonly feed: JobFeed;
  readonly histories: SharedHistories;
}

/** Returns a copy of the context that uses another signal: that of an execution shared by several clients. */
export function givenUpBy(signal: AbortSignal, context: ApiContext): ApiContext {
  return { ...context, signal, reader: context.live.reads.by({ name: context.actor, signal }) };
}

export function contextOf(principal: Principal, request: string, live: LiveDeps, signal: AbortSignal): ApiContext {
  const { name } = principal;
  return { principal, actor: name, request, live, signal, reader: live.reads.by({ name, signal }) };
}
