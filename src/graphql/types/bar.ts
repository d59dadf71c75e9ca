import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar, DecimalScalar } from './scalars';

@ObjectType('Bar', {
  simpleResolvers: true,
  description: 'One stored bar: what was traded between its time and the next.',
})
export class BarType {
  @Field(() => DateTimeScalar, { description: 'When it opens.' })
  time!: Date;

  @Field(() => DecimalScalar, { description: 'First price.' })
  open!: string;

  @Field(() => DecimalScalar, { description: 'Highest price.' })
  high!: string;

  @Field(() => DecimalScalar, { description: 'Lowest price.' })
  low!: string;

  @Field(() => DecimalScalar, { description: 'Last price.' })
  close!: string;

  @Field(() => DecimalScalar, { description: 'Amount traded, in units of the instrument.' })
  volume!: string;
}
