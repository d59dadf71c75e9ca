import { createUnionType } from 'type-graphql';
import type { RefusalData } from '../../api-errors';
import { CollectionJobType } from '../collection-job';
import {
  InvalidInputErrorType,
  InvalidJobStateErrorType,
  JobNotFoundErrorType,
  VersionConflictErrorType,
} from './errors';

/** A result is the job, or a refusal, which carries the name of its type. */
const resolveType = (result: object) => ('__typename' in result ? (result as RefusalData).__typename : 'CollectionJob');

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

export const RetryFailedResult = createUnionType({
  name: 'RetryFailedResult',
  description: 'The new job, or why there is none.',
  types: () => [CollectionJobType, InvalidJobStateErrorType, JobNotFoundErrorType, InvalidInputErrorType] as const,
  resolveType,
});

export const CancelJobResult = createUnionType({
  name: 'CancelJobResult',
  description: 'The job, CANCELLED, or why it is not.',
  types: controlOutcomes,
  resolveType,
});
