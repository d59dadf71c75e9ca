import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('FailureCount', { simpleResolvers: true, description: 'How many symbols of a job failed in one way.' })
export class FailureCountType {
  @Field(() => String, { description: 'The `code` of their errors.' })
  code!: string;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}
