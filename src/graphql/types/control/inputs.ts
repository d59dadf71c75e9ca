import { Field, ID, InputType, Int } from 'type-graphql';
import type { SymbolStatus } from '../../../application/ports/data-source';
import type { InFlight } from '../../../application/worker/worker-manager';
import type { BarInterval } from '../../../domain/bar';
import type { CollectMode, Verdict } from '../../../domain/collection-job';
import type { JobState } from '../../../domain/job-state';
import type { GapReason } from '../../../domain/series/gap';
import {
  BarIntervalEnum,
  CollectModeEnum,
  GapReasonEnum,
  InFlightEnum,
  JobStateEnum,
  SymbolStatusEnum,
  VerdictEnum,
} from '../enums';
import { DateTimeScalar } from '../scalars';

const REQUEST_ID =
  'Idempotency key, 1 to 200 printable characters, scoped to the principal. A repeated request does not run again: it returns the result of the first, with the job as it was then (its lists as they are now).';
const EXPECTED_VERSION = 'Fails with VersionConflictError unless the job has this version. Null skips the check.';
const REASON = "Reason, up to 1000 characters, recorded in the job's history.";

@InputType('SymbolSelection', { description: 'Which symbols of a source to collect. Every condition must hold.' })
export class SymbolSelectionInput {
  @Field(() => [String], {
    nullable: true,
    description:
      'Patterns, 1 to 20 of up to 64 characters, of which a symbol matches one: `*` stands for any characters, `?` for one. Null: every symbol matches.',
  })
  match?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Patterns, up to 20, of which a symbol matches none.' })
  exclude?: string[] | null;

  @Field(() => SymbolStatusEnum, {
    nullable: true,
    defaultValue: 'TRADING',
    description: 'Only symbols in this status. Null: in any.',
  })
  status?: SymbolStatus | null;

  @Field(() => String, { nullable: true, description: 'Only symbols with this currency of the price. Null: with any.' })
  quote?: string | null;

  @Field(() => Int, { nullable: true, description: 'Only the first so many, by name. Null: all.' })
  limit?: number | null;
}

@InputType('StartCollectionInput', { description: 'Settings of the job to create.' })
export class StartCollectionInput {
  @Field(() => String, {
    nullable: true,
    description: 'Display name of the job, 1 to 200 printable characters. Optional.',
  })
  name?: string | null;

  @Field(() => String, { description: 'Name of a source listed by `sources`.' })
  source!: string;

  @Field(() => [String], {
    nullable: true,
    description: '1 to 100,000 symbols without duplicates, collected in this order. Give either these or `select`.',
  })
  symbols?: string[] | null;

  @Field(() => SymbolSelectionInput, {
    nullable: true,
    description:
      'Selects symbols from the list of the source. The list of the job is made when it is created, and does not change. InvalidInputError if the source has not listed its symbols and does not answer within two seconds.',
  })
  select?: SymbolSelectionInput | null;

  @Field(() => BarIntervalEnum, { description: 'Bar interval. Must be one of the intervals of the source.' })
  interval!: BarInterval;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Start of the time window, inclusive. Must not be in the future. Null: each symbol from its listing, which is found with a few requests.',
  })
  from?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'End of the time window, exclusive. May be in the future: bars that have closed when the turn of their symbol comes are collected. Null: the moment of the request.',
  })
  to?: Date | null;

  @Field(() => CollectModeEnum, {
    nullable: true,
    defaultValue: 'MISSING',
    description: 'What is asked of the source. Null means MISSING.',
  })
  mode?: CollectMode | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 4,
    description: 'Number of symbols requested from the source at once, 1 to 64. Null means 4.',
  })
  concurrency?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Idempotency key, 1 to 200 printable characters, scoped to the principal. The same requestId with the same input returns the same job; with other input, InvalidInputError.',
  })
  requestId?: string | null;
}

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
