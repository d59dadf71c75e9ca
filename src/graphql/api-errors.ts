import { GraphQLError, Kind, type ExecutionResult, type GraphQLFormattedError } from 'graphql';
import { NodeOutdatedError, OutcomeUnknownError, StoreUnavailableError } from '../domain/store-errors';
import type { Logger } from '../application/ports/logger';
import {
  InvalidInputError,
  InvalidJobStateError,
  JobNotFoundError,
  VersionConflictError,
  type ControlRefusal,
} from '../domain/errors';
import { shortened } from './limits/shortened';
import { SourceError } from '../domain/source-failure';

const MAX_LOGGED_PATH = 200;

type Refusal = ControlRefusal | InvalidInputError;

/** A refusal as the API returns it. Not an Error, because graphql-js throws an Error that a resolver returns. */
export type RefusalData = { readonly __typename: string; readonly message: string };

/** Turns the refusals that a command's result union contains into data. Every other error is rethrown. */
export function controlResult<T>(outcome: Promise<T>): Promise<T | RefusalData> {
  return resultOf(outcome, [InvalidJobStateError, VersionConflictError, JobNotFoundError]);
}

export function retryResult<T>(outcome: Promise<T>): Promise<T | RefusalData> {
  return resultOf(outcome, [InvalidJobStateError, JobNotFoundError, InvalidInputError]);
}

export function startResult<T>(outcome: Promise<T>): Promise<T | RefusalData> {
  return resultOf(outcome, [InvalidInputError]);
}

async function resultOf<T>(
  outcome: Promise<T>,
  refusals: readonly (abstract new (...args: never[]) => Refusal)[],
): Promise<T | RefusalData> {
  return outcome.catch((error: unknown) => {
    if (!refusals.some((refusal) => error instanceof refusal)) throw asError(error);
    const { name, message, ...fields } = error as Refusal;
    return { ...fields, __typename: name, message };
  });
}

/** graphql-js treats an error that has a `path` as already located and leaves it unchanged, so it is wrapped here. */
function asError(error: unknown): unknown {
  if (!(error instanceof InvalidInputError)) return error;
  return new GraphQLError(error.message, { extensions: { code: 'BAD_USER_INPUT', path: error.path } });
}

/** Returns the public form of an error, without SQL, paths or stacks. Unknown errors are logged and masked. */
export function publicError(error: unknown, formatted: GraphQLFormattedError, log: Logger): GraphQLFormattedError {
  if (error instanceof GraphQLError && isAboutTheRequest(error)) return withoutStack(error, formatted);
  const cause = causeOf(error);
  const known = knownError(cause);
  if (!known) log.error({ err: cause, path: pathForLog(formatted) }, 'request failed');
  const { message, ...extensions } = known ?? { message: 'Internal error.', code: 'INTERNAL_SERVER_ERROR' };
  return { ...formatted, message, extensions };
}

/** The path consists of response names that the client chooses, so its length is bounded. */
function pathForLog({ path }: GraphQLFormattedError): string | undefined {
  return path?.join('.').slice(0, MAX_LOGGED_PATH);
}

const OUTCOME_UNKNOWN =
  'The database has not answered in time, so it is not known whether this was done. Look at the job, or send the same again with the same requestId.';
const OUTDATED = 'This node is older than the database and must be restarted with the new version; ask another one.';
/** Whether a client may see the error: a GraphQL error, unless it is about a value that a resolver returned. */
function isAboutTheRequest(error: GraphQLError): boolean {
  const { originalError, extensions, path, nodes } = error;
  if (originalError && !(originalError instanceof GraphQLError)) return isOfCoercion(error);
  if (extensions.code !== undefined || !path) return true;
  // An error in an argument or directive points at its node; one in a resolver's value points at its field only.
  return nodes?.some(({ kind }) => kind !== Kind.FIELD) ?? false;
}

/** Whether the error is about a variable, before execution. A scalar may have thrown an error of any class. */
function isOfCoercion({ path, nodes }: GraphQLError): boolean {
  return !path && nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION;
}

function causeOf(error: unknown): Error {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  return cause instanceof Error ? cause : new Error(`thrown: ${String(cause)}`);
}

function knownError(
  cause: Error,
): { message: string; code: string; path?: readonly string[]; outcome?: 'UNKNOWN' } | null {
  const { message } = cause;
  if (cause instanceof InvalidInputError) return { message, code: 'BAD_USER_INPUT', path: cause.path };
  if (cause instanceof JobNotFoundError) return { message, code: 'NOT_FOUND' };
  // The client no longer waits for the response.
  if (cause.name === 'AbortError') return { message: 'The request was given up.', code: 'REQUEST_GIVEN_UP' };
  if (cause instanceof SourceError) return { message, code: cause.code };
  if (cause instanceof OutcomeUnknownError) {
    return { message: OUTCOME_UNKNOWN, code: 'SERVICE_UNAVAILABLE', outcome: 'UNKNOWN' };
  }
  if (cause instanceof NodeOutdatedError) return { message: OUTDATED, code: 'SERVICE_UNAVAILABLE' };
  if (cause instanceof StoreUnavailableError) {
    return { message: 'The database is out of reach for the moment; try again.', code: 'SERVICE_UNAVAILABLE' };
  }
  return null;
}

function withoutStack({ extensions: own }: GraphQLError, formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { stacktrace: _hidden, http: _ofTheResponse, ...extensions } = formatted.extensions ?? {};
  // Apollo Server treats an error without a code as a server failure, and over WebSocket nothing else sets a code.
  return {
    ...formatted,
    message: shortened(formatted.message),
    extensions: { ...extensions, code: own.code ?? 'BAD_USER_INPUT' },
  };
}

/** Removes "Did you mean …?", which would reveal names of a hidden schema. */
export function withoutSuggestion(error: GraphQLFormattedError): GraphQLFormattedError {
  return { ...error, message: error.message.replace(/ ?Did you mean [^?]*\?$/, '') };
}

/** Applies `publicError` to results that do not pass through Apollo Server: those over WebSocket. */
export function publicResult<R extends ExecutionResult>(result: R, log: Logger): R {
  if (!result.errors) return result;
  const errors = result.errors.map((thrown) => {
    const error = thrown instanceof GraphQLError ? thrown : new GraphQLError('failed', { originalError: thrown });
    const { message, extensions } = publicError(error, error.toJSON(), log);
    const { nodes, source, positions, path } = error;
    return new GraphQLError(message, { nodes, source, positions, path, extensions });
  });
  return { ...result, errors };
}
