import { SourceError, type SourceFailureCode } from '../../domain/source-failure';

/** An answer whose status is not 2xx. */
export interface Refusal {
  /** Method, host and path, for messages. */
  readonly request: string;
  readonly status: number;
  /** As much of the body as arrived. */
  readonly text: string;
  /** The parsed body; undefined when it is no JSON. */
  readonly body: unknown;
  /** From the Retry-After header, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

export interface RefusalVerdict {
  readonly code: SourceFailureCode;
  /** In milliseconds; only where the source knows better than the Retry-After header. */
  readonly retryAfterMs?: number;
}

/** Knows one source's error bodies; null leaves the verdict to the status. */
export type RefusalReader = (refusal: Refusal) => RefusalVerdict | null;

export function refusalError(refusal: Refusal, read: RefusalReader = () => null): SourceError {
  const verdict = read(refusal) ?? { code: codeOfStatus(refusal.status) };
  const said = refusal.text === '' ? '' : `: ${excerpt(refusal.text)}`;
  const message = `${refusal.request} answered ${refusal.status}${said}`;
  return new SourceError(verdict.code, message, verdict.retryAfterMs ?? refusal.retryAfterMs);
}

/** RFC 9110 and what exchanges make of it: 418 is their answer to a client that ignored its 429s. */
function codeOfStatus(status: number): SourceFailureCode {
  if (status === 429) return 'RATE_LIMITED';
  if (status === 418) return 'BANNED';
  // 451: a place the source may not serve. Like bad credentials it fails for every symbol, and asking again cannot help.
  if (status === 401 || status === 403 || status === 451) return 'AUTH';
  // Everything from 500 on, Cloudflare's own 520 to 530 included.
  if (status >= 500) return 'SOURCE_DOWN';
  return 'BAD_RESPONSE';
}

const EXCERPT_LENGTH = 200;

/** The start of a body, on one line. */
export function excerpt(text: string): string {
  const line = text
    .slice(0, EXCERPT_LENGTH * 4)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > EXCERPT_LENGTH ? `${line.slice(0, EXCERPT_LENGTH - 1)}…` : line;
}
