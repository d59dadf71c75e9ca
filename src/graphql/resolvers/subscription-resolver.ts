import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { JobFilter } from '../../application/ports/job-reader';
import type { CollectionJob } from '../../domain/collection-job';
import type { JobEvent } from '../../domain/job-event';
import type { ApiContext } from '../context';
import { eventCursor, seqWithin } from '../event-cursor';
import { followHistory } from '../live/job-history';
import { SharedAs } from '../live/sharing';
import { watchJob, watchJobs } from '../live/watch-jobs';
import { CollectionJobType } from '../types/collection-job';
import { JobFilterInput } from '../types/control/inputs';
import { JobEventType } from '../types/job-event';

/** What the decorators hand over untyped. */
interface JobArgs {
  readonly id: string;
}

/** How what they send is shared among clients stands with each, see SharedAs. */
@Resolver()
export class SubscriptionResolver {
  @SharedAs({ kind: 'SNAPSHOT' })
  @Subscription(() => CollectionJobType, {
    description:
      'The job as it is now, then every transition at once and progress at most four times a second; completes after the terminal state.',
    subscribe: ({ args, context }) => {
      const { live, reader, signal } = context as ApiContext;
      return watchJob((args as JobArgs).id, reader, live.feed, signal);
    },
  })
  jobUpdated(@Root() job: CollectionJob, @Arg('id', () => ID, { description: 'The job.' }) _id: string): CollectionJob {
    return job;
  }

  @SharedAs({ kind: 'FEED' })
  @Subscription(() => CollectionJobType, {
    description: 'Every job as it moves on from now: transitions at once, progress at most four times a second each.',
    subscribe: ({ args, context }) => {
      const { filter } = args as { filter?: JobFilter | null };
      const { live, signal } = context as ApiContext;
      return watchJobs(filter ?? {}, live.feed, signal);
    },
  })
  jobsUpdated(
    @Root() job: CollectionJob,
    @Arg('filter', () => JobFilterInput, { nullable: true, description: 'Only these.' })
    _filter: JobFilterInput | null | undefined,
  ): CollectionJob {
    return job;
  }

  @SharedAs({ kind: 'LOG', placeArgument: 'after' })
  @Subscription(() => JobEventType, {
    description:
      "The job's history after the cursor, then live, without gap or repeat; completes after the terminal event.",
    subscribe: ({ args, context }) => {
      const { live, reader, signal } = context as ApiContext;
      const { id, after } = args as JobArgs & { after?: string | null };
      const seq = typeof after === 'string' ? seqWithin(id, eventCursor.decode(after)) : 0;
      return followHistory(id, seq, reader, live.histories, signal);
    },
  })
  jobEvents(
    @Root() event: JobEvent,
    @Arg('id', () => ID, { description: 'The job.' }) _id: string,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Cursor of the last event that is known; from the first event when not given.',
    })
    _after: string | null | undefined,
  ): JobEvent {
    return event;
  }
}
