import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('FailureCount', {
  simpleResolvers: true,
  description: 'Number of symbols of a job that failed with one error code.',
})
export class FailureCountType {
  @Field(() => String, { description: 'The error code, as in `SymbolFailure.code`.' })
  code!: string;

  @Field(() => Int, { description: 'Number of symbols that failed with this code.' })
  count!: number;
}
