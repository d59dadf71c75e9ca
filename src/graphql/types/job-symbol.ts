import { Field, Int, ObjectType } from 'type-graphql';
import type { SymbolState } from '../../domain/job-symbol';
import { SymbolStateEnum } from './enums';
import { DateTimeScalar, SafeIntScalar } from './scalars';

@ObjectType('SymbolFailure', { simpleResolvers: true, description: 'Why a symbol was given up.' })
export class SymbolFailureType {
  @Field(() => String, {
    description: 'BAD_SYMBOL, RATE_LIMITED, BANNED, AUTH, SOURCE_DOWN, BAD_RESPONSE or TIMEOUT.',
  })
  code!: string;

  @Field(() => String, { description: 'What the source did, for a person to read.' })
  message!: string;
}

@ObjectType('JobSymbol', { simpleResolvers: true, description: 'One symbol of a job.' })
export class JobSymbolType {
  @Field(() => String, { description: 'The instrument, as the source names it.' })
  symbol!: string;

  @Field(() => Int, { description: 'Its place in the list that the job was started with, from 0.' })
  position!: number;

  @Field(() => SymbolStateEnum, { description: 'Where it stands.' })
  state!: SymbolState;

  @Field(() => Int, {
    description: 'Tries of the source so far, the present one included: 1 when all went well, one more for each retry.',
  })
  attempts!: number;

  @Field(() => SafeIntScalar, { description: 'Bars stored for it by this job.' })
  rows!: number;

  @Field(() => SymbolFailureType, { nullable: true, description: 'Set when FAILED.' })
  error!: SymbolFailureType | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When a worker began on it.' })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its outcome was stored.' })
  finishedAt!: Date | null;
}
