import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { BarInterval } from '../../domain/bar';
import type { CollectMode, Verdict } from '../../domain/collection-job';
import type { JobState } from '../../domain/job-state';
import { BarIntervalEnum, CollectModeEnum, JobStateEnum, VerdictEnum } from './enums';
import { DateTimeScalar, SafeIntScalar } from './scalars';

@InterfaceType('Node', {
  description: 'An object that can be fetched by its id.',
  resolveType: (node: object) => ('covered' in node ? 'Series' : 'state' in node ? 'CollectionJob' : 'Source'),
})
export abstract class NodeType {
  @Field(() => ID, { description: 'Identifier, unique among all nodes and never reused.' })
  id!: string;
}

@ObjectType('CollectionJob', {
  simpleResolvers: true,
  implements: NodeType,
  description:
    'A job that collects bars for a list of symbols from one source. It can be paused, resumed and cancelled.',
})
export class CollectionJobType extends NodeType {
  @Field(() => String, {
    nullable: true,
    description: 'Display name given when the job was created. Null when none was given.',
  })
  name!: string | null;

  @Field(() => JobStateEnum, { description: 'Current state of the job.' })
  state!: JobState;

  @Field(() => Int, {
    description:
      'Control version: increases by 1 with every transition, unaffected by progress. See `expectedVersion`.',
  })
  version!: number;

  @Field(() => BarIntervalEnum, { description: 'Interval of the bars that are collected.' })
  interval!: BarInterval;

  @Field(() => DateTimeScalar, {
    description: 'End of the time window, exclusive: bars that open before this time are collected.',
  })
  to!: Date;

  @Field(() => CollectModeEnum, { description: 'What the job asks of the source.' })
  mode!: CollectMode;

  @Field(() => VerdictEnum, {
    nullable: true,
    description: 'What the job has proved. Decided when it completes, and frozen then. Null unless COMPLETED.',
  })
  verdict!: Verdict | null;

  @Field(() => SafeIntScalar, {
    description:
      'Bars in the time windows of symbols with an outcome that were stored already, and were not asked for again.',
  })
  barsAlreadyThere!: number;

  @Field(() => SafeIntScalar, {
    description: 'Stored bars that the job has replaced, because the source had others. See `Series.revisions`.',
  })
  revised!: number;

  @Field(() => Int, {
    description: 'Number of symbols with an outcome that miss bars: see `JobSymbol.missing`.',
  })
  symbolsWithGaps!: number;

  @Field(() => Int, {
    description:
      'Maximum number of symbols requested from the source at once. More may be in flight: symbols whose bars are being written to disk.',
  })
  concurrency!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Reason given with the last transition. Null when none was given.',
  })
  reason!: string | null;

  @Field(() => DateTimeScalar, { description: 'Time at which the job was created.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which a worker first started the job. Null before that.',
  })
  startedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Time at which the job was paused. Null unless PAUSED.' })
  pausedAt!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Time at which the job ended. Set in every terminal state, null before.',
  })
  completedAt!: Date | null;
}
