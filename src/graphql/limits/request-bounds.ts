import { GraphQLError } from 'graphql';
import { httpExtension } from '../http-extensions';
import { MAX_NAME } from './input-bounds';

/** Characters of a document's text, remarks included. */
const MAX_DOCUMENT = 256 * 1024;

/**
 * Looks at a request before its document is read.
 * @param request as a client sent it, of whatever shape
 * @returns why it goes no further, or null
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
