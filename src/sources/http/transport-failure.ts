import { SourceError, type SourceFailureCode } from '../../domain/source-failure';

/** The body ended before it was complete. */
export class BodyFailure extends Error {
  constructor(
    override readonly cause: unknown,
    /** Bytes of the body that had arrived. */
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
 * What an error of the connection says about the source.
 * @returns a SourceError; the error itself where it is a bug of ours, such as a client used after `close()`
 */
export function transportFailure(error: unknown, request: string): unknown {
  const cause = error instanceof BodyFailure ? error.cause : error;
  const code = codeOf(cause);
  if (OUR_BUGS.has(code)) return cause;
  // Half an answer is a bad answer, and so is what is not HTTP.
  const isAnswer = isParserError(cause) || (error instanceof BodyFailure && error.received > 0);
  return new SourceError(failureCode(code, isAnswer), `${request}: ${messageOf(cause)}`, undefined, { cause });
}

/** By its name, so that nothing of undici is loaded before it is used. */
function isParserError(error: unknown): boolean {
  return error instanceof Error && error.name === 'HTTPParserError';
}

function failureCode(code: string, isAnswer: boolean): SourceFailureCode {
  if (OUR_TIMEOUTS.has(code)) return 'TIMEOUT';
  if (isAnswer || UNREADABLE.has(code)) return 'BAD_RESPONSE';
  // There is only a connection that did not hold: refused, reset, unresolved, a certificate that does not verify,
  // or headers and then nothing.
  return 'SOURCE_DOWN';
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** An AggregateError (one attempt per address of the host) has an empty message; its code says it. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message || codeOf(error) || 'connection failed';
}
