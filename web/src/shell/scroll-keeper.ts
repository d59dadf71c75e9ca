const KEY = 'sluice.places';
/** Maximum number of remembered history entries. */
const KEPT = 100;

/** The reader's position in a history entry. */
interface Place {
  readonly top: number;
  /** The address of the link that was followed from there. */
  readonly followed: string | null;
}

const TOP: Place = { top: 0, followed: null };

/**
 * Restores scroll positions among routes of one document as a browser does among documents: a new entry begins at its
 * top, and Back or Forward returns to the previous position, even if the content loads slowly. The entry's name is in
 * its `history.state`; the positions are in the tab's storage, so they survive a reload.
 */
export class ScrollKeeper {
  private readonly places: Map<string, Place>;
  private entry = '';
  private restoring: ResizeObserver | null = null;

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> = window.sessionStorage) {
    this.places = new Map(JSON.parse(storage.getItem(KEY) ?? '[]') as [string, Place][]);
  }

  /** Runs for as long as the page lives. */
  start(): void {
    history.scrollRestoration = 'manual';
    this.arrive();
    // Events of the router: the History API emits none for these calls.
    window.addEventListener('pushState', () => this.forward());
    window.addEventListener('replaceState', () => this.name());
    window.addEventListener('popstate', () => this.arrive());
    window.addEventListener('scroll', () => this.scrolled(), { passive: true });
    window.addEventListener('pagehide', () => this.save());
    // User input ends a restoration.
    for (const act of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
      window.addEventListener(act, () => this.endRestoring(), { passive: true });
  }

  private forward(): void {
    this.endRestoring();
    this.remember({ followed: location.pathname + location.search });
    this.entry = '';
    this.name();
    window.scrollTo(0, 0);
    // Screen reader and keyboard users also begin at the new content.
    document.getElementById('content')?.focus({ preventScroll: true });
  }

  /** After Back, Forward, or a reload. */
  private arrive(): void {
    this.endRestoring();
    const entry = nameIn(history.state);
    this.entry = entry ?? '';
    this.name();
    // An unnamed entry is a first visit, or a fragment link, for which the browser scrolls.
    if (entry !== null) this.restore(this.places.get(entry) ?? TOP);
  }

  /** Names the entry, again after its state has been replaced. */
  private name(): void {
    this.entry ||= crypto.getRandomValues(new Uint32Array(2)).join('-');
    if (nameIn(history.state) === this.entry) return;
    history.replaceState({ ...(history.state as object | null), entry: this.entry }, '');
  }

  /** Scrolls once the content is high enough. */
  private restore({ top, followed }: Place): void {
    this.restoring = new ResizeObserver(() => {
      window.scrollTo(0, top);
      if (lowest() < top) return;
      this.endRestoring();
      requestAnimationFrame(() => focusLink(followed));
    });
    this.restoring.observe(document.body);
  }

  private endRestoring(): void {
    this.restoring?.disconnect();
    this.restoring = null;
  }

  private scrolled(): void {
    // A restoration scrolls to the end of content that is still loading: that is no position of the reader.
    if (!this.restoring) this.remember({ top: window.scrollY });
  }

  private remember(part: Partial<Place>): void {
    const known = this.places.get(this.entry) ?? TOP;
    this.places.delete(this.entry);
    this.places.set(this.entry, { ...known, ...part });
    const [oldest] = this.places.keys();
    if (this.places.size > KEPT && oldest !== undefined) this.places.delete(oldest);
  }

  private save(): void {
    this.storage.setItem(KEY, JSON.stringify([...this.places]));
  }
}

/** Returns the largest scroll offset, in pixels. */
function lowest(): number {
  return document.documentElement.scrollHeight - window.innerHeight;
}

function nameIn(state: unknown): string | null {
  const { entry } = (state ?? {}) as { entry?: unknown };
  return typeof entry === 'string' ? entry : null;
}

/** Focuses the link that was followed, unless a form field has the focus. */
function focusLink(address: string | null): void {
  if (address === null || document.activeElement?.matches('input, select, textarea')) return;
  const links = document.querySelectorAll<HTMLAnchorElement>('#content a[href]');
  const link = [...links].find(({ pathname, search }) => pathname + search === address);
  link?.focus({ preventScroll: true });
}
