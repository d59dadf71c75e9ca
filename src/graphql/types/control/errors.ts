import { Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { RefusalData } from '../../api-errors';
import { givenJobId } from '../../paging/global-id';
import type { JobAction } from '../../../domain/job-state';
import { CollectionJobType } from '../collection-job';
import { JobActionEnum } from '../enums';

@InterfaceType('Error', {
  description: 'An expected refusal of a command, returned as data.',
  resolveType: (refusal: RefusalData) => refusal.__typename,
})
export abstract class ErrorType {
  @Field(() => String, { description: 'Human-readable description of the error.' })
  message!: string;
}

@ObjectType('InvalidJobStateError', {
  implements: ErrorType,
  description: 'The current state of the job does not allow the action.',
})
export class InvalidJobStateErrorType extends ErrorType {
  @Field(() => CollectionJobType, { description: 'The job in its current state.' })
  job!: CollectionJobType;

  @Field(() => JobActionEnum, { description: 'The action that was refused.' })
  attempted!: JobAction;

  @Field(() => [JobActionEnum], { description: 'Actions that the job allows in its current state.' })
  allowedActions!: JobAction[];
}

@ObjectType('VersionConflictError', {
  implements: ErrorType,
  description: 'The job has changed since the expected version.',
})
export class VersionConflictErrorType extends ErrorType {
  @Field(() => CollectionJobType, { description: 'The job in its current state.' })
  job!: CollectionJobType;

  @Field(() => Int, { description: 'The `expectedVersion` given with the command.' })
  expectedVersion!: number;
}

@ObjectType('JobNotFoundError', { implements: ErrorType, description: 'No job has this id.' })
export class JobNotFoundErrorType extends ErrorType {
  jobId!: string;

  @Field(() => ID, { description: 'The id given with the command.' })
  id(): string {
    return givenJobId(this.jobId);
  }
}

@ObjectType('InvalidInputError', {
  implements: ErrorType,
  description: 'The input violates a rule, or its requestId was used before for another request.',
})
export class InvalidInputErrorType extends ErrorType {
  @Field(() => [String], {
    description: 'Path to the invalid value, starting with the name of the argument: ["input", "symbols", "3"].',
  })
  path!: string[];
}
