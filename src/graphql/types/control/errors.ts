import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { RefusalData } from '../../api-errors';
import type { JobAction } from '../../../domain/job-state';
import { CollectionJobType } from '../collection-job';
import { JobActionEnum } from '../enums';

@InterfaceType('Error', {
  description: 'An expected refusal, returned as data.',
  resolveType: (refusal: RefusalData) => refusal.__typename,
})
export abstract class ErrorType {
  @Field(() => String, { description: 'For a person to read.' })
  message!: string;
}

@ObjectType('InvalidJobStateError', {
  implements: ErrorType,
  description: "The job's state does not allow what was asked.",
})
export class InvalidJobStateErrorType extends ErrorType {
  @Field(() => CollectionJobType, { description: 'The job as it is.' })
  job!: CollectionJobType;

  @Field(() => JobActionEnum, { description: 'What was asked.' })
  attempted!: JobAction;

  @Field(() => [JobActionEnum], { description: 'What the state does allow.' })
  allowedActions!: JobAction[];
}

@ObjectType('VersionConflictError', {
  implements: ErrorType,
  description: 'The job has moved on since the version that was expected.',
})
export class VersionConflictErrorType extends ErrorType {
  @Field(() => CollectionJobType, { description: 'The job as it is.' })
  job!: CollectionJobType;

  @Field(() => Int, { description: 'The version that came with the command.' })
  expectedVersion!: number;
}

@ObjectType('JobNotFoundError', { implements: ErrorType, description: 'There is no such job.' })
export class JobNotFoundErrorType extends ErrorType {
  @Field(() => ID, { name: 'id', description: 'The id that was asked for.' })
  jobId!: string;
}

@ObjectType('InvalidInputError', { implements: ErrorType, description: 'What was asked makes no sense as asked.' })
export class InvalidInputErrorType extends ErrorType {
  @Field(() => [String], { description: 'Leads to the offending value, from the argument on.' })
  path!: string[];
}
