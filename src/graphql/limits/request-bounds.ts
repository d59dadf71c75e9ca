import { GraphQLError } from 'graphql';
import { httpExtension } from '../http-extensions';
import { MAX_NAME } from './input-bounds';

/** Maximum characters of a document, comments included. */
const MAX_DOCUMENT = 256 * 1024;

/**
 * Checks a request before its document is parsed.
 * @param request as sent by the client, of any shape
 * @returns the refusal, or null
 */
export function requestRefusal(request: unknown): GraphQLError | null {
  const { query, operationName } = (request ?? {}) as { readonly query?: unknown; readonly operationName?: unknown };
  if (isLonger(query, MAX_DOCUMENT)) {
    const message = `A document has at most ${MAX_DOCUMENT} characters. Long lists belong into variables.`;
    return badRequest(message, 'DOCUMENT_TOO_LARGE', MAX_DOCUMENT);
  }
  const message = `The name of an operation has at most ${MAX_NAME} characters.`;
  return isLonger(operationName, MAX_NAME) ? badRequest(message, 'BAD_REQUEST', MAX_NAME) : null;
}

function isLonger(text: unknown, limit: number): boolean {
  return typeof text === 'string' && text.length > limit;
}

function badRequest(message: string, code: string, limit: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code, limit, http: httpExtension(400) } });
}
