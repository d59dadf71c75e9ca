import type { ICollectionJobRepository } from '../application/ports/collection-job-repository';
import type { JobReader } from '../application/ports/job-reader';
import type { JobFeed } from '../application/services/job-feed';

/** What every resolver knows of the request. */
export interface ApiContext {
  /** Who asks: the actor of the events that the request causes. */
  readonly actor: string;
  /** Where subscriptions get what they stream: their decorators know no instance of the resolver. */
  readonly live: LiveParts;
}

export interface LiveParts {
  readonly jobs: ICollectionJobRepository;
  readonly reader: JobReader;
  readonly feed: JobFeed;
}

/** Nobody has to say who they are on a developer's machine. */
export const ANONYMOUS = 'anonymous';
