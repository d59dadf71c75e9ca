import { Field, ID, ObjectType } from 'type-graphql';
import { BarType } from './bar';
import { DateTimeScalar } from '../scalars';

@ObjectType('Revision', { simpleResolvers: true, description: 'A stored bar that was replaced by another one.' })
export class RevisionType {
  @Field(() => DateTimeScalar, { description: 'Time at which the bar opens.' })
  time!: Date;

  @Field(() => BarType, { description: 'The bar as it was.' })
  before!: BarType;

  @Field(() => BarType, { description: 'The bar that replaced it.' })
  after!: BarType;

  @Field(() => DateTimeScalar, { description: 'Time of the replacement.' })
  at!: Date;

  @Field(() => ID, { nullable: true, description: 'Id of the job that replaced it.' })
  job!: string | null;
}

@ObjectType('Difference', {
  simpleResolvers: true,
  description: 'A bar that is not the same in the database and at the source, as a job has found it.',
})
export class DifferenceType {
  @Field(() => String, { description: 'The instrument, as named by the source.' })
  symbol!: string;

  @Field(() => DateTimeScalar, { description: 'Time at which the bar opens.' })
  time!: Date;

  @Field(() => BarType, { nullable: true, description: 'The bar that is stored. Null: the source has one more.' })
  stored!: BarType | null;

  @Field(() => BarType, { nullable: true, description: 'The bar of the source. Null: it no longer has it.' })
  offered!: BarType | null;
}
