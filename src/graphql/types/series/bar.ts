import { Field, ObjectType } from 'type-graphql';
import { DateTimeScalar, DecimalScalar, SafeIntScalar } from '../scalars';

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

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Volume traded, in the currency of the price. Null where the source does not tell.',
  })
  quoteVolume!: string | null;

  @Field(() => SafeIntScalar, {
    nullable: true,
    description: 'Number of trades. Null where the source does not tell.',
  })
  trades!: number | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Part of `volume` that takers bought. Null where the source does not tell.',
  })
  takerVolume!: string | null;
}
