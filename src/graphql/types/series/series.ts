import { Field, ObjectType } from 'type-graphql';
import type { BarInterval } from '../../../domain/bar';
import { NodeType } from '../collection-job';
import { BarIntervalEnum } from '../enums';
import { DateTimeScalar, SafeIntScalar } from '../scalars';

@ObjectType('TimeRange', { simpleResolvers: true, description: 'A half-open range of time.' })
export class TimeRangeType {
  @Field(() => DateTimeScalar, { description: 'Start, inclusive.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'End, exclusive.' })
  to!: Date;
}

@ObjectType('Series', {
  simpleResolvers: true,
  implements: NodeType,
  description:
    'The stored bars of one symbol of a source at one interval, from all jobs, and what is proved about them.',
})
export class SeriesType extends NodeType {
  @Field(() => String, { description: 'Name of the source.' })
  source!: string;

  @Field(() => String, { description: 'The instrument, as named by the source.' })
  symbol!: string;

  @Field(() => BarIntervalEnum, { description: 'Interval of the bars.' })
  interval!: BarInterval;

  @Field(() => SafeIntScalar, { description: 'Number of bars stored.' })
  bars!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Opening time of the first bar. Null when no bar is stored.',
  })
  first!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Opening time of the last bar. Null when no bar is stored.',
  })
  last!: Date | null;

  @Field(() => DateTimeScalar, { description: 'Time at which a page of the source was last stored.' })
  updatedAt!: Date;
}
