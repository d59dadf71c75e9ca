import { Field, Int, ObjectType } from 'type-graphql';
import type { Verdict } from '../../domain/collection-job';
import type { JobState } from '../../domain/job-state';
import { JobStateEnum, VerdictEnum } from './enums';
import { DateTimeScalar } from './scalars';

@ObjectType('JobEvent', {
  simpleResolvers: true,
  description: "One entry of a job's history. The history is complete, ordered, and never rewritten.",
})
export class JobEventType {
  @Field(() => Int, { description: 'Sequence number within the job: 1, 2, 3 … without gaps.' })
  seq!: number;

  @Field(() => String, {
    description:
      'Type of the event: CREATED, STARTED, PAUSED, DRAINED, RESUMED, SYMBOLS_DONE, RECOVERED, COMPLETED, FAILED or CANCELLED. Further types may be added.',
  })
  type!: string;

  @Field(() => DateTimeScalar, { description: "Time of the event, by the database's clock." })
  at!: Date;

  @Field(() => JobStateEnum, {
    nullable: true,
    description: 'State before the transition. Null when the event is not a transition.',
  })
  fromState!: JobState | null;

  @Field(() => JobStateEnum, {
    nullable: true,
    description: 'State after the transition, or the initial state on CREATED. Null on other events.',
  })
  toState!: JobState | null;

  @Field(() => VerdictEnum, { nullable: true, description: 'What the job has proved. On COMPLETED only.' })
  verdict!: Verdict | null;

  @Field(() => String, { description: 'Name of the principal that caused the event, or "system".' })
  actor!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Reason given with the command, or the cause of the failure. Null when there is none.',
  })
  reason!: string | null;
}
