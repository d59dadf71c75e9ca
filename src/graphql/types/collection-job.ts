import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { BarInterval } from '../../domain/bar';
import type { JobState } from '../../domain/job-state';
import { BarIntervalEnum, JobStateEnum } from './enums';
import { DateTimeScalar } from './scalars';

@InterfaceType('Node', {
  description: 'What can be fetched again by its id.',
  resolveType: () => 'CollectionJob',
})
export abstract class NodeType {
  @Field(() => ID, { description: 'Unique among all nodes, and forever.' })
  id!: string;
}

@ObjectType('CollectionJob', {
  simpleResolvers: true,
  implements: NodeType,
  description: 'Collects bars of a list of symbols from one source; can be paused, resumed and cancelled.',
})
export class CollectionJobType extends NodeType {
  @Field(() => String, { nullable: true, description: 'As given at its start.' })
  name!: string | null;

  @Field(() => JobStateEnum, { description: 'Where it is in its life.' })
  state!: JobState;

  @Field(() => Int, { description: 'Control version: grows by one with every transition, untouched by progress.' })
  version!: number;

  @Field(() => BarIntervalEnum, { description: 'How long one bar spans.' })
  interval!: BarInterval;

  @Field(() => DateTimeScalar, { description: 'Bars that open at this moment or later are collected.' })
  from!: Date;

  @Field(() => DateTimeScalar, { description: 'Bars that open before this moment are collected.' })
  to!: Date;

  @Field(() => Int, {
    description:
      'Symbols that the source is asked about at once. More may be in flight: those on their way to the disk.',
  })
  concurrency!: number;

  @Field(() => String, { nullable: true, description: 'Given with the last transition.' })
  reason!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was created.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its worker first started.' })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was paused; set while PAUSED.' })
  pausedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; set in every terminal state.' })
  completedAt!: Date | null;
}
