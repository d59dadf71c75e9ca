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

/** SQLSTATE classes that tell of the server or the connection, not of what was asked (PostgreSQL manual, appendix A). */
const TRANSIENT_CLASSES = ['08', '40', '53', '55', '57', '58'];
/** Read-only or refusing sessions for a while, as in a failover; ended for being idle. */
const TRANSIENT_CODES = ['25006', '25P03', '28000', '28P01', 'XX000'];
/**
 * Syntax error or access rule violation: a table, column, type or function that there is not, or not as expected. And
 * feature not supported: so PostgreSQL calls a prepared statement whose result has changed.
 */
const [OUTDATED_CLASS, OUTDATED_CODE] = ['42', '0A000'];
/** insufficient_privilege, of the same class: somebody forgot to grant it. */
const LACKS_RIGHT = '42501';
/** A pooler has mixed up sessions, see docs/scaling.md. */
const PREPARED_TWICE = '42P05';
const STATEMENT_LENGTH = 120;

const SQLSTATE = /^[0-9A-Z]{5}$/;
/** Of the operating system's, and of pg and its pool, which give no code. */
const CONNECTION_CODE = /^E(CONN|PIPE|TIMEDOUT|HOST|NET|NOTFOUND|AI_AGAIN)/;
const CONNECTION_MESSAGE =
  /connection (terminated|ended)|client (was closed|has encountered)|timeout (expired|exceeded)|not queryable|driver not connected/i;

/** What TypeORM makes of a connection that went away between two statements of a transaction. */
const LOST_CONNECTION = [
  CannotExecuteNotConnectedError,
  ConnectionIsNotSetError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
  TransactionNotStartedError,
];

/** Rethrows what refused bars: as StoreRefusedError, in words that tell nothing about the database's insides. */
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

/** Whether the server has said so, and not its silence or the loss of the connection. */
function isAnswer(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && SQLSTATE.test(code) && !CONNECTION_CODE.test(code);
}

/**
 * Whether an error tells what became of a commit. That the connection broke (class 08, which a pooler says too) or that
 * nobody knows (40003) does not.
 */
export function decidesCommit(error: unknown): boolean {
  const { code } = error as { code?: string };
  return isAnswer(error) && !code!.startsWith('08') && code !== '40003';
}

/**
 * Rethrows: as StoreUnavailableError when trying again later can help, as NodeOutdatedError when the schema is not the one
 * that was asked, as it is otherwise.
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
  throw new NodeOutdatedError(code, statement, { cause: error });
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && SQLSTATE.test(code)) {
    const mayPass = TRANSIENT_CLASSES.includes(code.slice(0, 2)) || TRANSIENT_CODES.includes(code);
    return mayPass || CONNECTION_CODE.test(code);
  }
  if (typeof code === 'string' && CONNECTION_CODE.test(code)) return true;
  // A statement that failed without a SQLSTATE never got its answer.
  if (error instanceof QueryFailedError) return true;
  return LOST_CONNECTION.some((lost) => error instanceof lost) || CONNECTION_MESSAGE.test(error.message);
}
