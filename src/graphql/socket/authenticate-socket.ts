import { GraphQLError } from 'graphql';
import type { Context } from 'graphql-ws';
import { whenAborted } from '../../async/shared-abort';
import type { Authenticator } from '../access/authenticator';
import type { Refusals } from '../refusals';
import type { LiveSocket } from './live-socket';

type LiveContext = Context<Record<string, unknown>, LiveSocket>;

/** A close code of RFC 6455. */
const TRY_AGAIN_LATER = 1013;
/** Longer than a timer can be. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Lets a client in by the credential of its `connection_init` (`authorization`) or, for what is not a browser, of the
 * upgrade's header; cuts it off with 4403 when the credential ends.
 * @returns false to close the socket with 4403
 */
export async function authenticateSocket(
  context: LiveContext,
  authenticator: Authenticator,
  refusals: Refusals,
): Promise<boolean> {
  const { connectionParams, extra: socket } = context;
  // graphql-ws would keep them as long as the socket lives, however large they are.
  Object.assign(context, { connectionParams: undefined });
  const { authorization, Authorization } = connectionParams ?? {};
  const given = authorization ?? Authorization ?? socket.request.headers.authorization;
  try {
    const principal = await authenticator.authenticate(given);
    socket.admit(principal);
    if (principal.expiresAt) closeAt(principal.expiresAt.getTime(), socket);
    return true;
  } catch (error) {
    const code = error instanceof GraphQLError ? error.extensions.code : undefined;
    refusals.note(code === 'UNAUTHENTICATED' ? code : 'SERVICE_UNAVAILABLE', { transport: 'WebSocket' });
    if (code !== 'UNAUTHENTICATED') socket.close(TRY_AGAIN_LATER, 'Credentials cannot be checked at the moment');
    return false;
  }
}

function closeAt(time: number, socket: LiveSocket): void {
  const left = time - Date.now();
  const timer = setTimeout(
    () => (left > MAX_TIMER_MS ? closeAt(time, socket) : socket.expire()),
    Math.min(Math.max(left, 0), MAX_TIMER_MS),
  );
  // It may have closed while its credential was checked.
  whenAborted(socket.signal, () => clearTimeout(timer));
}
