import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { GapReason } from '../../../domain/series/gap';
import { GapReasonEnum } from '../enums';
import { DateTimeScalar } from '../scalars';

@ObjectType('Gap', {
  simpleResolvers: true,
  description: 'Opening times in a row that have no bar, all for the same reason.',
})
export class GapType {
  @Field(() => DateTimeScalar, { description: 'First opening time without a bar.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'End, exclusive.' })
  to!: Date;

  @Field(() => Int, { description: 'Number of bars that are missing.' })
  bars!: number;

  @Field(() => GapReasonEnum, { description: 'Why they are missing.' })
  reason!: GapReason;
}

@ObjectType('JobGap', { simpleResolvers: true, description: 'A gap in what a job asks for.' })
export class JobGapType extends GapType {
  @Field(() => String, { description: 'The instrument, as named by the source.' })
  symbol!: string;

  @Field(() => Int, { description: 'Zero-based position of the symbol in the list of the job.' })
  position!: number;

  @Field(() => ID, { description: 'Id of the series that lacks the bars.' })
  series!: string;
}
