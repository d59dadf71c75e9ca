import { createUnionType } from 'type-graphql';
import { CollectionJobType } from './collection-job';
import {
  InvalidInputErrorType,
  InvalidJobStateErrorType,
  JobNotFoundErrorType,
  VersionConflictErrorType,
} from './errors';

/** A result is the job, or one of the domain's errors, which carry their type's name. */
const resolveType = (result: unknown) => (result instanceof Error ? result.name : 'CollectionJob');

const controlOutcomes = () =>
  [CollectionJobType, InvalidJobStateErrorType, VersionConflictErrorType, JobNotFoundErrorType] as const;

export const StartCollectionResult = createUnionType({
  name: 'StartCollectionResult',
  description: 'The job that was started, or what is wrong with the input.',
  types: () => [CollectionJobType, InvalidInputErrorType] as const,
  resolveType,
});

export const PauseJobResult = createUnionType({
  name: 'PauseJobResult',
  description: 'The job, PAUSED, or why it is not.',
  types: controlOutcomes,
  resolveType,
});

export const ResumeJobResult = createUnionType({
  name: 'ResumeJobResult',
  description: 'The job, RUNNING again (COMPLETED when nothing was left to do), or why it is not.',
  types: controlOutcomes,
  resolveType,
});

export const CancelJobResult = createUnionType({
  name: 'CancelJobResult',
  description: 'The job, CANCELLED, or why it is not.',
  types: controlOutcomes,
  resolveType,
});
