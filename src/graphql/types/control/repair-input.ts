import { Field, ID, InputType } from 'type-graphql';
import type { BarInterval } from '../../../domain/bar';
import type { GapReason } from '../../../domain/series/gap';
import { BarIntervalEnum, GapReasonEnum } from '../enums';

@InputType('RepairGapsInput', {
  description: 'Selects series: exactly one of `job`, `series`, or `source` together with `interval`.',
})
export class RepairGapsInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The symbols of this job, which must have ended, in its time window.',
  })
  job?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: '1 to 100,000 ids of series, all of one source and interval, each over its whole extent.',
  })
  series?: string[] | null;

  @Field(() => String, { nullable: true, description: 'All series of this source and `interval`.' })
  source?: string | null;

  @Field(() => BarIntervalEnum, { nullable: true, description: 'All series of `source` and this interval.' })
  interval?: BarInterval | null;

  @Field(() => [GapReasonEnum], {
    nullable: true,
    defaultValue: ['NOT_COLLECTED', 'QUARANTINED'],
    description:
      'The gaps that are asked for: NOT_COLLECTED, QUARANTINED, OUT_OF_REACH. The source has proved not to have the others. Null means NOT_COLLECTED and QUARANTINED.',
  })
  reasons?: GapReason[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Reason, up to 1000 characters, recorded in the new job's history. Null: one that names the selection.",
  })
  reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Idempotency key, 1 to 200 printable characters, scoped to the principal. The same requestId with the same input returns the same job; with other input, InvalidInputError.',
  })
  requestId?: string | null;
}
