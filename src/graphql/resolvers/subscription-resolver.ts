import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import type { JobFilter } from '../../application/ports/job-reader';
import type { CollectionJob } from '../../domain/collection-job';
import type { JobEvent } from '../../domain/job-event';
import type { ApiContext } from '../context';
import { eventCursor, seqWithin } from '../paging/event-cursor';
import { jobIdOf } from '../paging/global-id';
import { followHistory } from '../live/job-history';
import { SharedAs } from '../live/sharing';
import { watchJob, watchJobs } from '../live/watch-jobs';
import { CollectionJobType } from '../types/collection-job';
import { JobFilterInput } from '../types/control/job-filter';
import { JobEventType } from '../types/job-event';

/** Type of the arguments, which the decorators pass untyped. */
interface JobArgs {
  readonly id: string;
}

/** `@SharedAs` on each subscription states how its results are shared among clients. */
@Resolver()
export class SubscriptionResolver {
  @SharedAs({ kind: 'SNAPSHOT' })
  @Subscription(() => CollectionJobType, {
    description:
      'Sends the current job, then every transition immediately and progress at most 4 times per second. Completes after the terminal state. Fails with NOT_FOUND when no job has this id.',
    subscribe: ({ args, context }) => {
      const { live, reader, signal } = context as ApiContext;
      return watchJob(jobIdOf((args as JobArgs).id), reader, live.feed, signal);
    },
  })
  jobUpdated(
    @Root() job: CollectionJob,
    @Arg('id', () => ID, { description: 'Id of the job.' }) _id: string,
  ): CollectionJob {
    return job;
  }

  @SharedAs({ kind: 'FEED' })
  @Subscription(() => CollectionJobType, {
    description:
      'Sends every change of every job from now on: transitions immediately, progress at most 4 times per second per job.',
    subscribe: ({ args, context }) => {
      const { filter } = args as { filter?: JobFilter | null };
      const { live, signal } = context as ApiContext;
      return watchJobs(filter ?? {}, live.feed, signal);
    },
  })
  jobsUpdated(
    @Root() job: CollectionJob,
    @Arg('filter', () => JobFilterInput, {
      nullable: true,
      description: 'Restricts the subscription to these jobs. Null selects all.',
    })
    _filter: JobFilterInput | null | undefined,
  ): CollectionJob {
    return job;
  }

  @SharedAs({ kind: 'LOG', placeArgument: 'after' })
  @Subscription(() => JobEventType, {
    description:
      "Sends the job's history after the cursor, then new events live, without gaps or repeats. Completes after the terminal event. Fails with NOT_FOUND when no job has this id, and with BAD_USER_INPUT when `after` is not a cursor of this job's events.",
    subscribe: ({ args, context }) => {
      const { live, reader, signal } = context as ApiContext;
      const { id: given, after } = args as JobArgs & { after?: string | null };
      const id = jobIdOf(given);
      const seq = typeof after === 'string' ? seqWithin(id, eventCursor.decode(after)) : 0;
      return followHistory(id, seq, reader, live.histories, signal);
    },
  })
  jobEvents(
    @Root() event: JobEvent,
    @Arg('id', () => ID, { description: 'Id of the job.' }) _id: string,
    @Arg('after', () => String, {
      nullable: true,
      description: 'Cursor of the last event already received. Null starts with the first event.',
    })
    _after: string | null | undefined,
  ): JobEvent {
    return event;
  }
}
