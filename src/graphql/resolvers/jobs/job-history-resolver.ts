import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { JobReader } from '../../../application/ports/job-reader';
import type { CollectionJob } from '../../../domain/collection-job';
import type { JobEvent } from '../../../domain/job-event';
import type { ApiContext } from '../../context';
import { eventCursor, seqWithin, type EventPlace } from '../../paging/event-cursor';
import { After, First } from '../../paging/page-args';
import { clamped, MAX_POINTS, MIN_POINTS, pageOf } from '../../paging/pagination';
import { CollectionJobType } from '../../types/collection-job';
import { JobEventConnection } from '../../types/connections';
import { JobEventType } from '../../types/job-event';

/** Resolves a job's history: as it was recorded, or as a curve. */
@Resolver(() => CollectionJobType)
export class JobHistoryResolver {
  @FieldResolver(() => [JobEventType], {
    description:
      'Evenly spaced sample of the history that includes the first and the last event, for drawing a progress chart.',
  })
  progressCurve(
    @Root() job: CollectionJob,
    @Arg('points', () => Int, {
      defaultValue: 100,
      description: 'Maximum number of events to return, clamped to 2 to 500.',
    })
    points: number,
    @Ctx() { reader }: ApiContext,
  ): Promise<readonly JobEvent[]> {
    return reader.eventSamples(job.id, clamped(points, MIN_POINTS, MAX_POINTS));
  }

  @FieldResolver(() => JobEventConnection, { description: 'History of the job, oldest event first.' })
  async events(
    @Root() job: CollectionJob,
    @Arg('milestones', () => Boolean, {
      defaultValue: false,
      description: 'True returns all events except SYMBOLS_DONE.',
    })
    milestones: boolean,
    @First(50) first: number | null,
    @After() after: string | null | undefined,
    @Ctx() { reader }: ApiContext,
  ) {
    const kind = milestones ? 'milestones' : 'all';
    return pageOf<JobEvent, EventPlace>({
      first,
      defaultFirst: 50,
      after,
      codec: eventCursor,
      placeOf: (event) => event,
      read: (place, limit) => reader.events(job.id, place ? seqWithin(job.id, place) : 0, limit, kind),
      count: () => (milestones ? reader.countMilestones(job.id) : countEvents(job.id, reader)),
    });
  }
}

async function countEvents(jobId: string, reader: JobReader): Promise<number> {
  return (await reader.counts(jobId))?.events ?? 0;
}
