import { FieldResolver, Resolver, Root } from 'type-graphql';
import type { JobEvent } from '../../../domain/job-event';
import { eventCursor } from '../../paging/event-cursor';
import { JobEventType } from '../../types/job-event';
import { JobProgressType } from '../../types/job-progress';
import { presentProgress } from './present-progress';

@Resolver(() => JobEventType)
export class JobEventResolver {
  @FieldResolver(() => String, {
    description: 'Cursor of this event: pass it as `after` to continue after this event.',
  })
  cursor(@Root() event: JobEvent): string {
    return eventCursor.encode(event);
  }

  @FieldResolver(() => JobProgressType, { description: 'Progress of the job as of this event, inclusive.' })
  progress(@Root() event: JobEvent): JobProgressType {
    return presentProgress(event.progress, event.toState);
  }
}
