import { CombinedGraphQLErrors, ServerError, ServerParseError } from '@apollo/client/errors';

/** Returns the reason of a failure in words for the reader. */
export function messageOf(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) return error.errors.map(({ message }) => message).join(' ');
  if (ServerError.is(error) || ServerParseError.is(error)) return serverMessage(error.statusCode);
  if (error instanceof TypeError) return 'The service cannot be reached.';
  return error instanceof Error ? error.message : 'Something went wrong.';
}

function serverMessage(status: number): string {
  if (status === 413) return 'That is more than the service takes at once.';
  if (status === 401) return 'A valid credential is needed.';
  if (status === 503) return 'The service is starting or cannot reach its database. Try again in a moment.';
  return `The service answered with status ${status}.`;
}
