import { createHash } from 'node:crypto';
import { InvalidInputError } from '../../domain/errors';
import type { RequestKey } from '../ports/collection-job-repository';

/** The fields that every command has. */
export interface Command {
  readonly actor: string;
  readonly reason?: string | null;
  /** The command is refused unless the job has this version. */
  readonly expectedVersion?: number | null;
  /** Idempotency key: a repetition of the request gets the first one's answer. */
  readonly requestId?: string | null;
}

const MAX_REQUEST_ID_LENGTH = 200;
const MAX_REASON_LENGTH = 1_000;

/** @throws InvalidInputError */
export function checkRequest({ requestId, reason }: Command): void {
  const isNamed = requestId !== undefined && requestId !== null;
  if (isNamed && (requestId === '' || requestId.length > MAX_REQUEST_ID_LENGTH || hasControls(requestId))) {
    const rule = `A requestId has 1 to ${MAX_REQUEST_ID_LENGTH} printable characters.`;
    throw new InvalidInputError(rule, ['input', 'requestId']);
  }
  if (reason && (reason.length > MAX_REASON_LENGTH || reason.includes('\0'))) {
    throw new InvalidInputError(`A reason has at most ${MAX_REASON_LENGTH} characters.`, ['input', 'reason']);
  }
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

/** Returns the key of a request; null if it has no id. Ids are scoped to the actor: two actors may use the same. */
export function requestKey(
  operation: RequestKey['operation'],
  { actor, requestId, reason, expectedVersion }: Command,
  content: object,
): RequestKey | null {
  if (requestId === undefined || requestId === null) return null;
  const whole = JSON.stringify([operation, reason ?? null, expectedVersion ?? null, content]);
  return { actor, requestId, operation, fingerprint: createHash('sha256').update(whole).digest('hex') };
}

export function requestIdTaken(): InvalidInputError {
  return new InvalidInputError('This requestId was used before, for another request.', ['input', 'requestId']);
}
