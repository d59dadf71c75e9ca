import { createUnionType } from 'type-graphql';
import type { RefusalData } from '../../api-errors';
import { CollectionJobType } from '../collection-job';
import {
  InvalidInputErrorType,
  InvalidJobStateErrorType,
  JobNotFoundErrorType,
  VersionConflictErrorType,
} from './errors';
import { EstimateType } from './estimate';

/** Only a refusal carries `__typename`. */
const refusalOr = (otherwise: string) => (result: object) =>
  '__typename' in result ? (result as RefusalData).__typename : otherwise;
const resolveType = refusalOr('CollectionJob');

const controlOutcomes = () =>
  [CollectionJobType, InvalidJobStateErrorType, VersionConflictErrorType, JobNotFoundErrorType] as const;

export const StartCollectionResult = createUnionType({
  name: 'StartCollectionResult',
  description: 'The new job, or the error in the input.',
  types: () => [CollectionJobType, InvalidInputErrorType] as const,
  resolveType,
});

export const EstimateCollectionResult = createUnionType({
  name: 'EstimateCollectionResult',
  description: 'The estimate, or the error in the input.',
  types: () => [EstimateType, InvalidInputErrorType] as const,
  resolveType: refusalOr('Estimate'),
});

export const PauseJobResult = createUnionType({
  name: 'PauseJobResult',
  description: 'The job, now PAUSED, or the reason for the refusal.',
  types: controlOutcomes,
  resolveType,
});

export const ResumeJobResult = createUnionType({
  name: 'ResumeJobResult',
  description: 'The job, now RUNNING (COMPLETED when no symbol was left to collect), or the reason for the refusal.',
  types: controlOutcomes,
  resolveType,
});

export const RetryFailedResult = createUnionType({
  name: 'RetryFailedResult',
  description: 'The new job, or the reason for the refusal.',
  types: () => [CollectionJobType, InvalidJobStateErrorType, JobNotFoundErrorType, InvalidInputErrorType] as const,
  resolveType,
});

export const CancelJobResult = createUnionType({
  name: 'CancelJobResult',
  description: 'The job, now CANCELLED, or the reason for the refusal.',
  types: controlOutcomes,
  resolveType,
});
