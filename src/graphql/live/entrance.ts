import { GraphQLError } from 'graphql';
import type { Context } from 'graphql-ws';
import type { Extra } from 'graphql-ws/use/ws';
import type { WebSocket } from 'ws';
import type { Authenticator } from '../access/authenticator';
import type { Principal } from '../access/principal';

/** What is known of a socket. */
export interface LiveExtra extends Extra {
  /** Who it belongs to, once that is known. */
  principal?: Principal;
}
type LiveContext = Context<Record<string, unknown>, LiveExtra>;

/** Close codes: of graphql-transport-ws, and of RFC 6455. */
const [FORBIDDEN, TRY_AGAIN_LATER] = [4403, 1013];
/** Longer than a timer can be. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Lets a client in by the credential of its `connection_init` (`authorization`) or, for what is not a browser, of the
 * upgrade's header; cuts it off with 4403 when the credential ends.
 * @returns false to close the socket with 4403
 */
export async function enter({ connectionParams, extra }: LiveContext, authenticator: Authenticator): Promise<boolean> {
  const { authorization, Authorization } = connectionParams ?? {};
  const given = authorization ?? Authorization ?? extra.request.headers.authorization;
  try {
    extra.principal = await authenticator.authenticate(given);
  } catch (error) {
    const code = error instanceof GraphQLError ? error.extensions.code : undefined;
    if (code !== 'UNAUTHENTICATED') extra.socket.close(TRY_AGAIN_LATER, 'Credentials cannot be checked at the moment');
    return false;
  }
  if (extra.principal.expiresAt) closeAt(extra.principal.expiresAt.getTime(), extra.socket);
  return true;
}

function closeAt(time: number, socket: WebSocket): void {
  const left = time - Date.now();
  const timer = setTimeout(
    () => (left > MAX_TIMER_MS ? closeAt(time, socket) : socket.close(FORBIDDEN, 'The credential has expired')),
    Math.min(Math.max(left, 0), MAX_TIMER_MS),
  );
  socket.once('close', () => clearTimeout(timer));
}
