/** A touch counts until this long after the finger has left, in milliseconds: covers its tap and a following one. */
const NEXT_TAP_MS = 2_000;

type Sign = 'mouse' | 'touch' | 'keyboard' | 'question';

/**
 * Whether the user interacts with an element, so that nothing in it may move: the pointer is over it, a finger touches
 * it or has touched it shortly before (no hover announces the next touch), it contains the keyboard focus, or a dialog
 * opened from it is still open.
 */
export class Presence {
  private readonly signs = new Set<Sign>();
  private element: HTMLElement | null = null;
  private fingerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: (isThere: boolean) => void) {}

  /** @returns a function that ends it */
  readonly watch = (element: HTMLElement): (() => void) => {
    const listening = new AbortController();
    const options = { signal: listening.signal };
    this.element = element;
    element.addEventListener('pointerenter', ({ pointerType }) => this.entered(pointerType), options);
    element.addEventListener('pointerleave', ({ pointerType }) => this.left(pointerType), options);
    // Deferred until the focus has reached its new element.
    for (const event of ['focusin', 'focusout'])
      element.addEventListener(event, () => setTimeout(() => this.lookForFocus()), options);
    return () => {
      listening.abort();
      clearTimeout(this.fingerTimer);
      this.element = null;
      for (const sign of [...this.signs]) this.note(sign, false);
    };
  };

  /** A dialog was opened from within the element. @returns a function to call when it closes */
  readonly asked = (): (() => void) => {
    this.note('question', true);
    const over = () => {
      this.lookForFocus();
      this.note('question', false);
    };
    // The focus returns to its previous element in the next frame.
    return () => requestAnimationFrame(() => requestAnimationFrame(over));
  };

  /**
   * Updates the keyboard sign: a focused element may be removed without an event. Focus by mouse click does not count:
   * it is not visible.
   */
  readonly lookForFocus = (): void => {
    // While another window has the focus, the sign stays as it was: the focus returns with this window.
    if (!document.hasFocus()) return;
    const focused = this.element?.contains(document.activeElement) && document.activeElement;
    this.note('keyboard', Boolean(focused && focused.matches(':focus-visible')));
  };

  private entered(pointerType: string): void {
    if (pointerType === 'mouse') return this.note('mouse', true);
    clearTimeout(this.fingerTimer);
    this.note('touch', true);
  }

  private left(pointerType: string): void {
    if (pointerType === 'mouse') return this.note('mouse', false);
    this.fingerTimer = setTimeout(() => this.note('touch', false), NEXT_TAP_MS);
  }

  private note(sign: Sign, isSeen: boolean): void {
    const wasThere = this.signs.size > 0;
    if (isSeen) this.signs.add(sign);
    else this.signs.delete(sign);
    const isThere = this.signs.size > 0;
    if (isThere !== wasThere) this.changed(isThere);
  }
}
