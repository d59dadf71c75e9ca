import type { ICollectionJobRepository } from '../application/ports/collection-job-repository';
import type { JobReader } from '../application/ports/job-reader';
import type { JobFeed } from '../application/services/job-feed';
import type { Principal } from './access/principal';

/** What every resolver knows of the request. */
export interface ApiContext {
  readonly principal: Principal;
  /** Who asks, by the name that is written into the events that the request causes. */
  readonly actor: string;
  /** Where subscriptions get what they stream: their decorators know no instance of the resolver. */
  readonly live: LiveParts;
}

export interface LiveParts {
  readonly jobs: ICollectionJobRepository;
  readonly reader: JobReader;
  readonly feed: JobFeed;
}

export function contextOf(principal: Principal, live: LiveParts): ApiContext {
  return { principal, actor: principal.name, live };
}
