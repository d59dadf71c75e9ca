import { Field, Int, ObjectType } from 'type-graphql';
import type { SymbolState } from '../../domain/job-symbol';
import { SymbolStateEnum } from './enums';
import { DateTimeScalar, SafeIntScalar } from './scalars';

@ObjectType('SymbolFailure', { simpleResolvers: true, description: 'Reason why a symbol failed.' })
export class SymbolFailureType {
  @Field(() => String, {
    description:
      'Error code: BAD_SYMBOL, RATE_LIMITED, BANNED, AUTH, SOURCE_DOWN, BAD_RESPONSE, TIMEOUT or HISTORY_UNAVAILABLE.',
  })
  code!: string;

  @Field(() => String, { description: 'Human-readable description of what the source did.' })
  message!: string;
}

@ObjectType('JobSymbol', { simpleResolvers: true, description: 'A symbol of a job, with its state and result.' })
export class JobSymbolType {
  @Field(() => String, { description: 'The instrument, as named by the source.' })
  symbol!: string;

  @Field(() => Int, { description: 'Zero-based position in the list of symbols that the job was created with.' })
  position!: number;

  @Field(() => SymbolStateEnum, { description: 'Current state of the symbol.' })
  state!: SymbolState;

  @Field(() => Int, {
    description:
      'Number of attempts to collect the symbol, including the current one: 1 without errors, plus 1 for each retry.',
  })
  attempts!: number;

  @Field(() => SafeIntScalar, { description: 'Number of bars of this symbol stored by this job.' })
  rows!: number;

  @Field(() => Int, {
    description:
      'Number of bars of the time window that are gaps, other than those that the source does not have. Set with the outcome, 0 before. Times so recent that the source may publish late do not count.',
  })
  missing!: number;

  @Field(() => SymbolFailureType, { nullable: true, description: 'Cause of the failure. Null unless FAILED.' })
  error!: SymbolFailureType | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which a worker first started the symbol. Null before that.',
  })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the outcome was stored. Null before that.',
  })
  finishedAt!: Date | null;
}
