import { Field, Float, Int, ObjectType } from 'type-graphql';
import { SafeIntScalar } from './scalars';

@ObjectType('JobProgress', { simpleResolvers: true, description: 'How far a job is.' })
export class JobProgressType {
  @Field(() => Int, { description: 'Symbols of the job.' })
  total!: number;

  @Field(() => Int, { description: 'Symbols with an outcome: succeeded + empty + failed.' })
  done!: number;

  @Field(() => Int, { description: 'Symbols whose bars are all stored.' })
  succeeded!: number;

  @Field(() => Int, { description: 'Symbols that have no bars in the window.' })
  empty!: number;

  @Field(() => Int, { description: 'Symbols that were given up.' })
  failed!: number;

  @Field(() => SafeIntScalar, { description: 'Bars stored by this job.' })
  rows!: number;

  @Field(() => Float, { description: 'done / total, from 0 to 1.' })
  fraction!: number;

  @Field(() => Float, { description: 'Symbols done per second of active time, over its last 5 to 10 seconds.' })
  symbolsPerSecond!: number;

  @Field(() => Float, { description: 'Seconds spent RUNNING.' })
  activeSeconds!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Seconds of active time still needed at the present rate. Null when unknown; frozen while PAUSED.',
  })
  etaSeconds!: number | null;
}
