import { Field, Float, Int, ObjectType } from 'type-graphql';
import { SafeIntScalar } from './scalars';

@ObjectType('JobProgress', { simpleResolvers: true, description: 'Progress of a job.' })
export class JobProgressType {
  @Field(() => Int, { description: 'Number of symbols of the job.' })
  total!: number;

  @Field(() => Int, { description: 'Number of symbols with an outcome: succeeded + empty + failed.' })
  done!: number;

  @Field(() => Int, { description: 'Number of symbols whose bars are all stored.' })
  succeeded!: number;

  @Field(() => Int, { description: 'Number of symbols without bars in the time window.' })
  empty!: number;

  @Field(() => Int, { description: 'Number of symbols that failed.' })
  failed!: number;

  @Field(() => SafeIntScalar, { description: 'Number of bars stored by this job.' })
  rows!: number;

  @Field(() => Float, { description: 'Fraction of symbols done: done / total, from 0 to 1.' })
  fraction!: number;

  @Field(() => Float, {
    description: 'Symbols done per second of active time, measured over the last 5 to 10 seconds of it.',
  })
  symbolsPerSecond!: number;

  @Field(() => Float, { description: 'Time spent RUNNING, in seconds.' })
  activeSeconds!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'Estimated active time until the job is done at the current rate, in seconds. Null when unknown; constant while PAUSED.',
  })
  etaSeconds!: number | null;
}
