import type { JobState } from '../../src/domain/job-state';
import type { CommandAnswer } from './history';

interface Standing {
  readonly id: string;
  readonly state: JobState;
  readonly version: number;
}

/** Result of a command over the API. */
export type ApiAnswer =
  | ({ readonly __typename: 'CollectionJob' } & Standing)
  | { readonly __typename: 'InvalidJobStateError' | 'VersionConflictError'; readonly job: Standing }
  | { readonly __typename: 'JobNotFoundError' };

/** Selection for every command's result. Includes the job's state and version on a refusal. */
export const ANSWER_FIELDS = `__typename ... on CollectionJob { id state version }
  ... on InvalidJobStateError { job { id state version } }
  ... on VersionConflictError { job { id state version } }`;

export function answerOf(answer: ApiAnswer): CommandAnswer {
  if (answer.__typename === 'CollectionJob') return { kind: 'DONE', state: answer.state, version: answer.version };
  const { state = null, version = null } = 'job' in answer ? answer.job : {};
  return { kind: 'REFUSED', refusal: answer.__typename, state, version };
}

/**
 * Classifies a failed request.
 * @param error thrown by `ask`; its message contains the errors of the response, if there was one
 */
export function answerOfError(error: unknown): CommandAnswer {
  const errors = errorsIn(error);
  const isRefused = ({ extensions }: ApiError) => extensions?.code === 'SERVICE_UNAVAILABLE' && !extensions.outcome;
  return errors.length > 0 && errors.every(isRefused) ? { kind: 'NOT_DONE' } : { kind: 'UNKNOWN' };
}

interface ApiError {
  readonly extensions?: { readonly code?: string; readonly outcome?: string };
}

function errorsIn(error: unknown): readonly ApiError[] {
  try {
    const errors: unknown = JSON.parse((error as Error).message);
    return Array.isArray(errors) ? (errors as ApiError[]) : [];
  } catch {
    return [];
  }
}
