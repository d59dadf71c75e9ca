import { Field, ObjectType } from 'type-graphql';
import type { SourceKind } from '../../application/ports/data-source';
import type { BarInterval } from '../../domain/bar';
import { BarIntervalEnum, SourceKindEnum } from './enums';

@ObjectType('Source', { description: 'Where bars come from.' })
export class SourceType {
  @Field(() => String, { description: 'What `startCollection` and `bars` take as source.' })
  name!: string;

  @Field(() => SourceKindEnum, { description: 'Whether it is simulated.' })
  kind!: SourceKind;

  @Field(() => String, { description: 'What it is, for a person to read.' })
  description!: string;

  @Field(() => [BarIntervalEnum], { description: 'The intervals it has bars of.' })
  intervals!: readonly BarInterval[];
}

@ObjectType('SourceSymbol', { simpleResolvers: true, description: 'A symbol that a source offers.' })
export class SourceSymbolType {
  @Field(() => String, { description: 'The instrument, as the source names it.' })
  symbol!: string;
}
