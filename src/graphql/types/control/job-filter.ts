import { Field, InputType } from 'type-graphql';
import type { Verdict } from '../../../domain/collection-job';
import type { JobState } from '../../../domain/job-state';
import { JobStateEnum, VerdictEnum } from '../enums';

@InputType('JobFilter', {
  description: 'Selects jobs. A job must satisfy every condition given; a null condition is ignored.',
})
export class JobFilterInput {
  @Field(() => [JobStateEnum], { nullable: true, description: 'The job is in one of these states.' })
  states?: JobState[] | null;

  @Field(() => String, { nullable: true, description: 'The job collects from the source with this name.' })
  source?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the job contains this string, ignoring case. An empty string is ignored.',
  })
  nameContains?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: the job has at least one FAILED symbol so far. False: it has none. The result may change until the job has ended.',
  })
  hasFailures?: boolean | null;

  @Field(() => [VerdictEnum], { nullable: true, description: 'The job is COMPLETED with one of these verdicts.' })
  verdicts?: Verdict[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: the job is FAILED, or COMPLETED with a verdict other than COMPLETE. False: it is neither. The result may change until the job has ended.',
  })
  needsAttention?: boolean | null;
}
