import { Field, ID, InputType, Int } from 'type-graphql';
import type { InFlight } from '../../../application/worker/worker-manager';
import type { BarInterval } from '../../../domain/bar';
import type { JobState } from '../../../domain/job-state';
import { BarIntervalEnum, InFlightEnum, JobStateEnum } from '../enums';
import { DateTimeScalar } from '../scalars';

const REQUEST_ID =
  'Names this request, up to 200 characters: its repetition is no second attempt, but gets the answer of the first, with the job as it stood then (its lists as they are by now).';
const EXPECTED_VERSION = 'Refuse with VersionConflictError unless the job still has this version.';
const REASON = "Why, up to 1000 characters; kept in the job's history.";

@InputType('StartCollectionInput', { description: 'What to collect.' })
export class StartCollectionInput {
  @Field(() => String, { nullable: true, description: 'For people to find it by, up to 200 characters.' })
  name?: string | null;

  @Field(() => String, { description: 'Name of the source.' })
  source!: string;

  @Field(() => [String], { description: '1 to 100,000 symbols, without duplicates. Collected in this order.' })
  symbols!: string[];

  @Field(() => BarIntervalEnum, { description: 'How long one bar spans.' })
  interval!: BarInterval;

  @Field(() => DateTimeScalar, { description: 'Inclusive. Must not lie in the future.' })
  from!: Date;

  @Field(() => DateTimeScalar, {
    description: 'Exclusive. May lie in the future: what has closed when its page is fetched is collected.',
  })
  to!: Date;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 4,
    description: 'Symbols that the source is asked about at once, 1 to 64.',
  })
  concurrency?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Names this request, up to 200 characters: the same requestId and input give the same job, with other input InvalidInputError.',
  })
  requestId?: string | null;
}

@InputType('PauseJobInput', { description: 'Which job to pause, and how.' })
export class PauseJobInput {
  @Field(() => ID, { description: 'The job.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: EXPECTED_VERSION })
  expectedVersion?: number | null;

  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;

  @Field(() => InFlightEnum, {
    nullable: true,
    defaultValue: 'FINISH',
    description: 'What becomes of the symbols in flight.',
  })
  inFlight?: InFlight | null;

  @Field(() => String, { nullable: true, description: REQUEST_ID })
  requestId?: string | null;
}

@InputType('ResumeJobInput', { description: 'Which job to resume.' })
export class ResumeJobInput {
  @Field(() => ID, { description: 'The job.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: EXPECTED_VERSION })
  expectedVersion?: number | null;

  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: REQUEST_ID })
  requestId?: string | null;
}

@InputType('CancelJobInput', { description: 'Which job to cancel.' })
export class CancelJobInput {
  @Field(() => ID, { description: 'The job.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: EXPECTED_VERSION })
  expectedVersion?: number | null;

  @Field(() => String, { nullable: true, description: REASON })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: REQUEST_ID })
  requestId?: string | null;
}

@InputType('RetryFailedInput', { description: 'Whose failed symbols to collect again.' })
export class RetryFailedInput {
  @Field(() => ID, { description: 'A job that has ended with FAILED symbols.' })
  id!: string;

  @Field(() => String, { nullable: true, description: "Why, up to 1000 characters; kept in the new job's history." })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: REQUEST_ID })
  requestId?: string | null;
}

@InputType('JobFilter', { description: 'Which jobs; every condition that is given must hold.' })
export class JobFilterInput {
  @Field(() => [JobStateEnum], { nullable: true, description: 'In any of these states.' })
  states?: JobState[] | null;

  @Field(() => String, { nullable: true, description: 'From this source.' })
  source?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'With this in their name, upper and lower case alike; an empty text is no condition.',
  })
  nameContains?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: with at least one FAILED symbol so far; false: without any. A job that has not ended may change sides.',
  })
  hasFailures?: boolean | null;
}
