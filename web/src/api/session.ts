import { Store } from './store';

const KEY = 'sluice.token';

export interface SessionState {
  readonly token: string | null;
  /** Why somebody has to sign in (again); null while nobody has to. */
  readonly demand: string | null;
  /** Grows with each attempt to come in: what could not be read before is read anew. */
  readonly entrance: number;
}

/** The credential of this browser tab: kept while the tab lives, sent to the service only. */
export class Session extends Store<SessionState> {
  private hasComeIn = false;

  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null,
    token = storage?.getItem(KEY) ?? null,
  ) {
    super({ token, demand: null, entrance: 0 });
  }

  /** Whoever has been in goes on where they were. */
  signIn(token: string): void {
    this.storage?.setItem(KEY, token);
    const { entrance } = this.get();
    this.set({ token, demand: null, entrance: this.hasComeIn ? entrance : entrance + 1 });
  }

  /** The service has let the page in. */
  accepted(): void {
    this.hasComeIn = true;
  }

  /** Forgets the credential, and with the page everything that it has shown. */
  signOut(): void {
    this.storage?.removeItem(KEY);
    window.location.reload();
  }

  /** The service has refused the credential, or the lack of one. */
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
 * The session of this tab. A frame of another site may bring a credential of its own behind the `#` of its address,
 * which is sent to nobody: `/embed/job/…#token=…`.
 */
export function sessionOfPage({ hash } = window.location): Session {
  const brought = new URLSearchParams(hash.slice(1)).get('token');
  return brought ? new Session(null, brought) : new Session(window.sessionStorage);
}
