import { Field, InputType, Int } from 'type-graphql';
import type { SymbolStatus } from '../../../application/ports/data-source';
import type { BarInterval } from '../../../domain/bar';
import type { CollectMode } from '../../../domain/collection-job';
import { BarIntervalEnum, CollectModeEnum, SymbolStatusEnum } from '../enums';
import { DateTimeScalar } from '../scalars';

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
