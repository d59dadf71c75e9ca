import { Field, Int, ObjectType } from 'type-graphql';
import type { JobState } from '../../domain/job-state';
import { JobStateEnum } from './enums';
import { DateTimeScalar } from './scalars';

@ObjectType('JobEvent', {
  simpleResolvers: true,
  description: "One entry of a job's history, which is complete, in order, and never rewritten.",
})
export class JobEventType {
  @Field(() => Int, { description: 'Per job: 1, 2, 3 … without a gap.' })
  seq!: number;

  @Field(() => String, {
    description:
      'CREATED, STARTED, PAUSED, DRAINED, RESUMED, SYMBOLS_DONE, RECOVERED, COMPLETED, FAILED or CANCELLED. More may come.',
  })
  type!: string;

  @Field(() => DateTimeScalar, { description: "When, by the database's clock." })
  at!: Date;

  @Field(() => JobStateEnum, { nullable: true, description: 'The state that was left; set on transitions.' })
  fromState!: JobState | null;

  @Field(() => JobStateEnum, { nullable: true, description: 'The state that was entered; set on transitions.' })
  toState!: JobState | null;

  @Field(() => String, { description: 'Who or what caused it: a principal, or "system".' })
  actor!: string;

  @Field(() => String, { nullable: true, description: 'Why, as given with the command, or by what failed.' })
  reason!: string | null;
}
