import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar, DecimalScalar } from './scalars';

@ObjectType('Bar', {
  simpleResolvers: true,
  description: 'One stored bar: the trades of one interval that starts at `time`.',
})
export class BarType {
  @Field(() => DateTimeScalar, { description: 'Time at which the bar opens.' })
  time!: Date;

  @Field(() => DecimalScalar, { description: 'Price of the first trade.' })
  open!: string;

  @Field(() => DecimalScalar, { description: 'Highest price of the bar.' })
  high!: string;

  @Field(() => DecimalScalar, { description: 'Lowest price of the bar.' })
  low!: string;

  @Field(() => DecimalScalar, { description: 'Price of the last trade.' })
  close!: string;

  @Field(() => DecimalScalar, { description: 'Volume traded, in units of the instrument.' })
  volume!: string;
}
