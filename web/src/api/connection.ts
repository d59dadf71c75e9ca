import { createClient, type Client } from 'graphql-ws';
import { BackOff } from './back-off';
import type { Session } from './session';
import { Store } from './store';

/** Close code of the service for a missing, invalid or expired credential. */
const FORBIDDEN = 4403;
/** A ping follows each pong after this long; a connection without a pong for as long is terminated. In milliseconds. */
const KEEP_ALIVE_MS = 5_000;
const MAX_WAIT_MS = 4_000;
/** A connection that breaks sooner does not reset the backoff, in milliseconds. */
const STEADY_MS = 10_000;

export type ConnectionState = 'connecting' | 'live' | 'lost';

/** The only WebSocket of the page: publishes its state, and reconnects while any subscription needs it. */
export class Connection extends Store<ConnectionState> {
  readonly socket: Client;
  private readonly begun = new Set<() => void>();
  /** Closed for lack of a valid credential; no reconnection before a new one. */
  private isShutOut = false;
  private liveSince = Infinity;
  private pongTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string, session: Session) {
    super('connecting');
    const backOff = new BackOff(MAX_WAIT_MS);
    this.socket = createClient({
      url,
      keepAlive: KEEP_ALIVE_MS,
      lazyCloseTimeout: 2_000,
      connectionParams: () => session.headers,
      retryAttempts: Infinity,
      retryWait: () => {
        if (Date.now() - this.liveSince > STEADY_MS) backOff.succeeded();
        this.liveSince = Infinity;
        return waitOrOnline(backOff.failed());
      },
      shouldRetry: (event) => (event as { code?: number }).code !== FORBIDDEN,
      on: {
        connected: (_socket, _payload, wasRetry) => {
          session.accepted();
          this.connected(wasRetry);
        },
        closed: (event) => this.closed((event as CloseEvent).code, session),
        ping: (received) => {
          if (!received) this.pongTimer = setTimeout(() => this.socket.terminate(), KEEP_ALIVE_MS);
        },
        pong: () => clearTimeout(this.pongTimer),
      },
    });
    let { token } = session.get();
    session.subscribe(() => {
      if (session.get().token === token) return;
      token = session.get().token;
      if (this.isShutOut) this.beginAgain();
      else this.socket.terminate();
    });
  }

  /** Calls `begin` after each reconnection: missed updates must be requested. @returns a function that removes it */
  onceMore(begin: () => void): () => void {
    this.begun.add(begin);
    return () => void this.begun.delete(begin);
  }

  private connected(wasRetry: boolean): void {
    this.isShutOut = false;
    this.liveSince = Date.now();
    this.set('live');
    if (wasRetry) this.beginAgain();
  }

  private beginAgain(): void {
    for (const begin of [...this.begun]) begin();
  }

  private closed(code: number | undefined, session: Session): void {
    clearTimeout(this.pongTimer);
    // A normal closure: no subscription needed the connection.
    if (code === 1000) return;
    this.set('lost');
    this.isShutOut = code === FORBIDDEN;
    if (this.isShutOut) session.refused();
  }
}

/** Resolves after `ms` milliseconds, or earlier when the machine is online again. */
function waitOrOnline(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener('online', end);
  });
}
