import { StoreUnavailableError } from '../application/ports/collection-ledger';

/** Classes of SQLSTATE that tell of the server or the connection, not of what was asked. */
const TRANSIENT_CLASSES = ['08', '40', '53', '55', '57', '58'];
const CONNECTION_LOST = /^E(CONN|PIPE|TIMEDOUT|HOST|NET|NOTFOUND|AI_AGAIN)/;

/** Rethrows: as StoreUnavailableError when trying again later can help, as it is otherwise. */
export function storeError(error: unknown): never {
  if (isTransient(error)) throw new StoreUnavailableError('the database is out of reach', { cause: error });
  throw error;
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && code !== '') {
    return CONNECTION_LOST.test(code) || (code.length === 5 && TRANSIENT_CLASSES.includes(code.slice(0, 2)));
  }
  // pg and its pool give no code here.
  return /connection terminated|timeout exceeded when trying to connect|not queryable|Driver not Connected/i.test(
    error.message,
  );
}
