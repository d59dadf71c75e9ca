const KEY = 'sluice.places';
/** Entries of the history that are remembered. */
const KEPT = 100;

/** Where the reader was in an entry of the history. */
interface Place {
  readonly top: number;
  /** The address that they followed from there. */
  readonly followed: string | null;
}

const TOP: Place = { top: 0, followed: null };

/**
 * What a browser does for pages that it loads, for those that follow each other in one document: what is new begins at its
 * top, and the way back or forward leads to where one was, also when the content takes its time. The entry's name stands in
 * its `history.state`, the places in the tab's storage: they outlive a reload.
 */
export class ScrollKeeper {
  private readonly places: Map<string, Place>;
  private entry = '';
  private restoring: ResizeObserver | null = null;

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> = window.sessionStorage) {
    this.places = new Map(JSON.parse(storage.getItem(KEY) ?? '[]') as [string, Place][]);
  }

  /** From now on, for as long as the page lives. */
  start(): void {
    history.scrollRestoration = 'manual';
    this.arrive();
    // The router's events: `history` has none of its own for these.
    window.addEventListener('pushState', () => this.forward());
    window.addEventListener('replaceState', () => this.name());
    window.addEventListener('popstate', () => this.arrive());
    window.addEventListener('scroll', () => this.scrolled(), { passive: true });
    window.addEventListener('pagehide', () => this.save());
    // Whoever moves on their own is left alone.
    for (const act of ['wheel', 'touchstart', 'pointerdown', 'keydown'])
      window.addEventListener(act, () => this.endRestoring(), { passive: true });
  }

  private forward(): void {
    this.endRestoring();
    this.remember({ followed: location.pathname + location.search });
    this.entry = '';
    this.name();
    window.scrollTo(0, 0);
    // Whoever reads by ear or goes by keys begins with the new content, too.
    document.getElementById('content')?.focus({ preventScroll: true });
  }

  /** Back, forward, or a reload. */
  private arrive(): void {
    this.endRestoring();
    const entry = nameIn(history.state);
    this.entry = entry ?? '';
    this.name();
    // What has no name yet is a first visit, or leads to a part of the page, where the browser scrolls itself.
    if (entry !== null) this.restore(this.places.get(entry) ?? TOP);
  }

  /** Gives the entry its name, again when its state has been replaced. */
  private name(): void {
    this.entry ||= crypto.getRandomValues(new Uint32Array(2)).join('-');
    if (nameIn(history.state) === this.entry) return;
    history.replaceState({ ...(history.state as object | null), entry: this.entry }, '');
  }

  /** Scrolls as soon as there is enough to scroll over. */
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
    // Content that is on its way is shorter: where it ends is no place that anybody went to.
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

/** How far down one can scroll, in pixels. */
function lowest(): number {
  return document.documentElement.scrollHeight - window.innerHeight;
}

function nameIn(state: unknown): string | null {
  const { entry } = (state ?? {}) as { entry?: unknown };
  return typeof entry === 'string' ? entry : null;
}

/** The link that was followed has the focus again, unless something else has it by now. */
function focusLink(address: string | null): void {
  if (address === null || document.activeElement?.matches('input, select, textarea')) return;
  const links = document.querySelectorAll<HTMLAnchorElement>('#content a[href]');
  const link = [...links].find(({ pathname, search }) => pathname + search === address);
  link?.focus({ preventScroll: true });
}
