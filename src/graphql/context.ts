import type { ICollectionJobRepository } from '../application/ports/collection-job-repository';
import type { JobFeed } from '../application/services/job-feed';
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
  readonly live: LiveParts;
}

export interface LiveParts {
  readonly jobs: ICollectionJobRepository;
  readonly feed: JobFeed;
  readonly histories: SharedHistories;
}

export function contextOf(principal: Principal, request: string, live: LiveParts): ApiContext {
  return { principal, actor: principal.name, request, live };
}
