import { SourceError, type SourceFailureCode } from '../../domain/source-failure';

/** A body that could not be read completely. */
export class BodyFailure extends Error {
  constructor(
    override readonly cause: unknown,
    /** Bytes of the body received before the failure. */
    readonly received: number,
  ) {
    super(messageOf(cause));
  }
}

const OUR_TIMEOUTS = new Set([
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
]);
const OUR_BUGS = new Set(['UND_ERR_INVALID_ARG', 'UND_ERR_NOT_SUPPORTED', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED']);
const UNREADABLE = new Set(['UND_ERR_RES_EXCEEDED_MAX_SIZE', 'UND_ERR_HEADERS_OVERFLOW']);

/**
 * Maps a connection error to a SourceError.
 * @returns the SourceError; the original error if it is a bug of the caller, such as a client used after `close()`
 */
export function transportFailure(error: unknown, request: string): unknown {
  const cause = error instanceof BodyFailure ? error.cause : error;
  const code = codeOf(cause);
  if (OUR_BUGS.has(code)) return cause;
  // A partial body and an answer that is not HTTP both count as bad responses.
  const isAnswer = isParserError(cause) || (error instanceof BodyFailure && error.received > 0);
  return new SourceError(failureCode(code, isAnswer), `${request}: ${messageOf(cause)}`, undefined, { cause });
}

/** Compares by name, because importing the class would load undici before it is needed. */
function isParserError(error: unknown): boolean {
  return error instanceof Error && error.name === 'HTTPParserError';
}

function failureCode(code: string, isAnswer: boolean): SourceFailureCode {
  if (OUR_TIMEOUTS.has(code)) return 'TIMEOUT';
  if (isAnswer || UNREADABLE.has(code)) return 'BAD_RESPONSE';
  // The connection failed: refused, reset, host not resolved, certificate not verified, or closed after the headers.
  return 'SOURCE_DOWN';
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** Falls back to the code: an AggregateError (one attempt per address of the host) has an empty message. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message || codeOf(error) || 'connection failed';
}
