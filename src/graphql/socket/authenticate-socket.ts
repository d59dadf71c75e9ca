import { GraphQLError } from 'graphql';
import type { Context } from 'graphql-ws';
import { whenAborted } from '../../async/shared-abort';
import type { Authenticator } from '../access/authenticator';
import type { Refusals } from '../refusals';
import type { LiveSocket } from './live-socket';

type LiveContext = Context<Record<string, unknown>, LiveSocket>;

/** WebSocket close code from the IANA registry. */
const TRY_AGAIN_LATER = 1013;
/** Maximum delay of setTimeout, in milliseconds. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Admits a client by the credential in its `connection_init` (`authorization`) or, for clients other than browsers, in
 * the upgrade request's header. Closes the socket with 4403 when the credential expires.
 * @returns false to close the socket with 4403
 */
export async function authenticateSocket(
  context: LiveContext,
  authenticator: Authenticator,
  refusals: Refusals,
): Promise<boolean> {
  const { connectionParams, extra: socket } = context;
  // graphql-ws would keep the parameters, however large, for the lifetime of the socket.
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
  // If the socket closed during authentication, this clears the timer at once.
  whenAborted(socket.signal, () => clearTimeout(timer));
}
