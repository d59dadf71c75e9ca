import { SourceError, type SourceFailureCode } from '../../domain/source-failure';

/** A response whose status is not 2xx. */
export interface Refusal {
  /** Method, host and path, for messages. */
  readonly request: string;
  readonly status: number;
  /** The part of the body that was received. */
  readonly text: string;
  /** The parsed body; undefined if it is not JSON. */
  readonly body: unknown;
  /** From the Retry-After header, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

export interface RefusalVerdict {
  readonly code: SourceFailureCode;
  /** In milliseconds; set only if it takes precedence over the Retry-After header. */
  readonly retryAfterMs?: number;
}

/** Interprets the error bodies of one source. Returns null to let the status decide. */
export type RefusalReader = (refusal: Refusal) => RefusalVerdict | null;

export function refusalError(refusal: Refusal, read: RefusalReader = () => null): SourceError {
  const verdict = read(refusal) ?? { code: codeOfStatus(refusal.status) };
  const said = refusal.text === '' ? '' : `: ${excerpt(refusal.text)}`;
  const message = `${refusal.request} answered ${refusal.status}${said}`;
  return new SourceError(verdict.code, message, verdict.retryAfterMs ?? refusal.retryAfterMs);
}

/** Follows RFC 9110 and the practice of exchanges, which answer 418 to a client that ignored their 429s. */
function codeOfStatus(status: number): SourceFailureCode {
  if (status === 429) return 'RATE_LIMITED';
  if (status === 418) return 'BANNED';
  // 451: the source may not serve this location. As with bad credentials, every symbol fails and no retry can help.
  if (status === 401 || status === 403 || status === 451) return 'AUTH';
  // Includes Cloudflare's non-standard 520 to 530.
  if (status >= 500) return 'SOURCE_DOWN';
  return 'BAD_RESPONSE';
}

const EXCERPT_LENGTH = 200;

/** Returns the start of a body on one line, at most EXCERPT_LENGTH characters. */
export function excerpt(text: string): string {
  const line = text
    .slice(0, EXCERPT_LENGTH * 4)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > EXCERPT_LENGTH ? `${line.slice(0, EXCERPT_LENGTH - 1)}…` : line;
}
