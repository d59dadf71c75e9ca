import { Store } from './store';

const KEY = 'sluice.token';

export interface SessionState {
  readonly token: string | null;
  /** Why a sign-in is required; null if none is. */
  readonly demand: string | null;
  /** Grows with each sign-in until the service accepts the page: the page is remounted and repeats failed reads. */
  readonly entrance: number;
}

/** The credential of this browser tab: kept for the life of the tab, and sent to the service only. */
export class Session extends Store<SessionState> {
  private hasComeIn = false;

  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null,
    token = storage?.getItem(KEY) ?? null,
  ) {
    super({ token, demand: null, entrance: 0 });
  }

  /** Stores the credential. A page that the service has already accepted keeps its state. */
  signIn(token: string): void {
    this.storage?.setItem(KEY, token);
    const { entrance } = this.get();
    this.set({ token, demand: null, entrance: this.hasComeIn ? entrance : entrance + 1 });
  }

  /** The service has accepted the connection. */
  accepted(): void {
    this.hasComeIn = true;
  }

  /** Removes the credential, and reloads the page to discard everything it has shown. */
  signOut(): void {
    this.storage?.removeItem(KEY);
    window.location.reload();
  }

  /** The service has refused the credential, or requires one. */
  refused(): void {
    if (this.get().demand) return;
    const { token, entrance } = this.get();
    const demand = token
      ? 'Your credential has expired or is not valid any more.'
      : 'This service asks for a credential.';
    this.set({ token, demand, entrance });
  }

  get headers(): Record<string, string> {
    const { token } = this.get();
    return token ? { authorization: `Bearer ${token}` } : {};
  }
}

/**
 * Returns the session of this tab. A frame in another site may pass its own credential in the fragment of the address,
 * which browsers never send: `/embed/job/…#token=…`.
 */
export function sessionOfPage({ hash } = window.location): Session {
  const brought = new URLSearchParams(hash.slice(1)).get('token');
  return brought ? new Session(null, brought) : new Session(window.sessionStorage);
}
