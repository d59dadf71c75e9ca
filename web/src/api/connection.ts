import { createClient, type Client } from 'graphql-ws';
import { BackOff } from './back-off';
import type { Session } from './session';
import { Store } from './store';

/** Closed by the service because of the credential: missing, wrong or expired. */
const FORBIDDEN = 4403;
/** A silent connection is asked for a sign of life, and given up without one, in milliseconds. */
const KEEP_ALIVE_MS = 5_000;
const MAX_WAIT_MS = 4_000;
/** A connection that breaks sooner was no success: the waits go on growing, in milliseconds. */
const STEADY_MS = 10_000;

export type ConnectionState = 'connecting' | 'live' | 'lost';

/** The one WebSocket of the page: says how it is, and makes itself again for as long as somebody needs it. */
export class Connection extends Store<ConnectionState> {
  readonly socket: Client;
  private readonly begun = new Set<() => void>();
  /** Closed for want of a credential, and not made again before there is another one. */
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

  /** Calls back whenever the connection has been made again: what was missed has to be asked for. */
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
    // Nobody needed it any more.
    if (code === 1000) return;
    this.set('lost');
    this.isShutOut = code === FORBIDDEN;
    if (this.isShutOut) session.refused();
  }
}

/** Ends before its time when the machine is connected again. */
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
