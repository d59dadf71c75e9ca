import { Field, ObjectType } from 'type-graphql';
import type { SourceKind } from '../../application/ports/data-source';
import type { BarInterval } from '../../domain/bar';
import { NodeType } from './collection-job';
import { BarIntervalEnum, SourceKindEnum } from './enums';

@ObjectType('Source', { implements: NodeType, description: 'A data source that bars are collected from.' })
export class SourceType extends NodeType {
  @Field(() => String, { description: 'Name of the source: the value of `source` in `startCollection` and `bars`.' })
  name!: string;

  @Field(() => SourceKindEnum, { description: 'Whether the source is simulated or an actual exchange.' })
  kind!: SourceKind;

  @Field(() => String, { description: 'Human-readable description of the source.' })
  description!: string;

  @Field(() => [BarIntervalEnum], { description: 'Bar intervals that the source offers.' })
  intervals!: readonly BarInterval[];
}

@ObjectType('SourceSymbol', { simpleResolvers: true, description: 'A symbol that a source offers.' })
export class SourceSymbolType {
  @Field(() => String, { description: 'The instrument, as named by the source.' })
  symbol!: string;
}
