import { Field, ID, InputType, Int } from 'type-graphql';
import type { InFlight } from '../../../application/worker/worker-manager';
import { InFlightEnum } from '../enums';

const REQUEST_ID =
  'Idempotency key, 1 to 200 printable characters, scoped to the principal. A repeated request does not run again: it returns the result of the first, with the job as it was then (its lists as they are now).';
const EXPECTED_VERSION = 'Fails with VersionConflictError unless the job has this version. Null skips the check.';
const REASON = "Reason, up to 1000 characters, recorded in the job's history.";

@InputType('PauseJobInput', { description: 'The job to pause, and how to treat its symbols in flight.' })
export class PauseJobInput {
  @Field(() => ID, { description: 'Id of the job.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: EXPECTED_VERSION })
  expectedVersion?: number | null;

  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;

  @Field(() => InFlightEnum, {
    nullable: true,
    defaultValue: 'FINISH',
    description: 'How symbols in flight are treated. Null means FINISH.',
  })
  inFlight?: InFlight | null;

  @Field(() => String, { nullable: true, description: REQUEST_ID })
  requestId?: string | null;
}

@InputType('ResumeJobInput', { description: 'The job to resume.' })
export class ResumeJobInput {
  @Field(() => ID, { description: 'Id of the job.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: EXPECTED_VERSION })
  expectedVersion?: number | null;

  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: REQUEST_ID })
  requestId?: string | null;
}

@InputType('CancelJobInput', { description: 'The job to cancel.' })
export class CancelJobInput {
  @Field(() => ID, { description: 'Id of the job.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: EXPECTED_VERSION })
  expectedVersion?: number | null;

  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: REQUEST_ID })
  requestId?: string | null;
}

@InputType('RetryFailedInput', { description: 'The job whose FAILED symbols are collected again.' })
export class RetryFailedInput {
  @Field(() => ID, { description: 'Id of a job in a terminal state that has FAILED symbols.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Reason, up to 1000 characters, recorded in the new job's history. Null: a reason that names the old job.",
  })
  reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Idempotency key, 1 to 200 printable characters, scoped to the principal. A repeated request creates no second job: it returns the job of the first, in its current state. Use with other input returns InvalidInputError.',
  })
  requestId?: string | null;
}
