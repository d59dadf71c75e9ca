import {
  CannotExecuteNotConnectedError,
  ConnectionIsNotSetError,
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
  TransactionNotStartedError,
} from 'typeorm';
import { NodeOutdatedError, StoreRefusedError, StoreUnavailableError } from '../../domain/store-errors';
import { DeadlinePassed } from '../../async/with-deadline';

/** SQLSTATE classes that describe the server or the connection, not the statement (PostgreSQL manual, appendix A). */
const TRANSIENT_CLASSES = ['08', '40', '53', '55', '57', '58'];
/** The server is read-only or refuses sessions for a while, as in a failover; or it ended an idle transaction. */
const TRANSIENT_CODES = ['25006', '25P03', '28000', '28P01', 'XX000'];
/**
 * Class 42 (syntax error or access rule violation): a table, column, type or function is missing or differs from what
 * is expected. 0A000 (feature not supported): raised for a prepared statement whose result type has changed.
 */
const [OUTDATED_CLASS, OUTDATED_CODE] = ['42', '0A000'];
/** insufficient_privilege: of class 42, but a missing grant, not an outdated schema. */
const LACKS_RIGHT = '42501';
/** duplicate_prepared_statement: a pooler has mixed up sessions, see docs/scaling.md. */
const PREPARED_TWICE = '42P05';
const STATEMENT_LENGTH = 120;

const SQLSTATE = /^[0-9A-Z]{5}$/;
/** Error codes of the operating system; pg and its pool set none, so their errors are matched by message. */
const CONNECTION_CODE = /^E(CONN|PIPE|TIMEDOUT|HOST|NET|NOTFOUND|AI_AGAIN)/;
const CONNECTION_MESSAGE =
  /connection (terminated|ended)|client (was closed|has encountered)|timeout (expired|exceeded)|not queryable|driver not connected/i;

/** Errors that TypeORM throws when the connection was lost between two statements of a transaction. */
const LOST_CONNECTION = [
  CannotExecuteNotConnectedError,
  ConnectionIsNotSetError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
  TransactionNotStartedError,
];

/**
 * Rethrows the error of a statement that stores bars.
 * @throws StoreRefusedError when the server refused the statement and would refuse a retry; the message discloses no
 *   database internals. Otherwise throws as storeError does
 */
export function storeRefusal(error: unknown): never {
  throwIfOutdated(error);
  const { code } = error as { code?: string };
  if (isAnswer(error) && (code === DISK_FULL || !isTransient(error))) {
    const why = REFUSALS[code!] ?? `SQLSTATE ${code}, see the log`;
    throw new StoreRefusedError(`the database refuses to store: ${why}`, { cause: error });
  }
  storeError(error);
}

const DISK_FULL = '53100';
const REFUSALS: Readonly<Record<string, string>> = {
  [DISK_FULL]: 'its disk is full',
  [LACKS_RIGHT]: 'its user lacks the right to',
};

/** Returns whether the error is a response of the server, as opposed to a timeout or a lost connection. */
function isAnswer(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && SQLSTATE.test(code) && !CONNECTION_CODE.test(code);
}

/**
 * Returns whether an error determines the outcome of a commit. A connection failure (class 08, which a pooler reports
 * too) and statement_completion_unknown (40003) do not.
 */
export function decidesCommit(error: unknown): boolean {
  const { code } = error as { code?: string };
  return isAnswer(error) && !code!.startsWith('08') && code !== '40003';
}

/**
 * Rethrows a database error.
 * @throws StoreUnavailableError when a later retry can succeed; NodeOutdatedError when the schema is not the one this
 *   process knows; otherwise the error itself
 */
export function storeError(error: unknown): never {
  throwIfOutdated(error);
  if (error instanceof StoreUnavailableError) throw error;
  if (error instanceof DeadlinePassed)
    throw new StoreUnavailableError('the database does not answer', { cause: error });
  if (isTransient(error)) throw new StoreUnavailableError('the database is out of reach', { cause: error });
  throw error;
}

function throwIfOutdated(error: unknown): void {
  const { code, query } = error as { code?: unknown; query?: unknown };
  if (typeof code !== 'string' || !SQLSTATE.test(code) || [LACKS_RIGHT, PREPARED_TWICE].includes(code)) return;
  if (!code.startsWith(OUTDATED_CLASS) && code !== OUTDATED_CODE) return;
  const statement = typeof query === 'string' ? query.trim().slice(0, STATEMENT_LENGTH) : 'unknown';
  throw new NodeOutdatedError(`SQLSTATE ${code} in ${statement}`, { cause: error });
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && SQLSTATE.test(code)) {
    const mayPass = TRANSIENT_CLASSES.includes(code.slice(0, 2)) || TRANSIENT_CODES.includes(code);
    return mayPass || CONNECTION_CODE.test(code);
  }
  if (typeof code === 'string' && CONNECTION_CODE.test(code)) return true;
  // A statement that failed without a SQLSTATE got no response from the server.
  if (error instanceof QueryFailedError) return true;
  return LOST_CONNECTION.some((lost) => error instanceof lost) || CONNECTION_MESSAGE.test(error.message);
}
