import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { SourceKind, SymbolStatus } from '../../application/ports/data-source';
import type { BarInterval } from '../../domain/bar';
import { NodeType } from './collection-job';
import { BarIntervalEnum, SourceKindEnum, SymbolStatusEnum } from './enums';

@ObjectType('Source', { implements: NodeType, description: 'A data source that bars are collected from.' })
export class SourceType extends NodeType {
  @Field(() => String, { description: 'Name of the source: the value of `source` in `startCollection` and `bars`.' })
  name!: string;

  @Field(() => SourceKindEnum, { description: 'Whether the source is simulated or an actual exchange.' })
  kind!: SourceKind;

  @Field(() => String, { description: 'Human-readable description of the source.' })
  description!: string;

  @Field(() => Boolean, {
    description: 'Whether it can be asked: false when the service lacks what the source needs, such as a key.',
  })
  isConfigured!: boolean;

  @Field(() => [BarIntervalEnum], { description: 'Bar intervals that the source offers.' })
  intervals!: readonly BarInterval[];

  @Field(() => Int, {
    nullable: true,
    description: 'The largest number of bars that one request returns. Null when the source is not configured.',
  })
  limit!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Number of bars of each interval that the source still serves, counted back from now. Null when it serves all, or when that is not known.',
  })
  reach!: number | null;
}

@ObjectType('SourceBudget', { simpleResolvers: true, description: "How much of a source's rate limit is used." })
export class SourceBudgetType {
  @Field(() => Float, {
    description:
      'Requests that all nodes together may send in a minute. Less than usual after the source has refused some; it grows back within a minute.',
  })
  requestsPerMinute!: number;

  @Field(() => Int, { description: 'Requests that this node has sent in the last minute.' })
  usedLastMinute!: number;
}

@ObjectType('SourceSymbol', { simpleResolvers: true, description: 'A symbol that a source lists.' })
export class SourceSymbolType {
  @Field(() => String, { description: 'The instrument, as named by the source.' })
  symbol!: string;

  @Field(() => String, { nullable: true, description: 'What is traded. Null when the source does not tell.' })
  base!: string | null;

  @Field(() => String, { nullable: true, description: 'Currency of the price. Null when the source does not tell.' })
  quote!: string | null;

  @Field(() => SymbolStatusEnum, { description: 'Whether it is traded now.' })
  status!: SymbolStatus;

  @Field(() => Date, { nullable: true, description: 'When trading began. Null when the source does not tell.' })
  listedAt!: Date | null;
}
