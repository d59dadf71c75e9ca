/** After a finger has left, in milliseconds: its tap is handled by then, and the next one is not far. */
const NEXT_TAP_MS = 2_000;

type Sign = 'mouse' | 'touch' | 'keyboard' | 'question';

/**
 * Whether somebody's hand is at an element, so that nothing may move under it: the pointer is over it, a finger is on it
 * or was a moment ago (there is no hovering that would tell that one is coming), the keyboard's focus is in it, or a
 * question is open that was asked from within it.
 */
export class Presence {
  private readonly signs = new Set<Sign>();
  private element: HTMLElement | null = null;
  private fingerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly changed: (isThere: boolean) => void) {}

  /** @returns what ends it */
  readonly watch = (element: HTMLElement): (() => void) => {
    const listening = new AbortController();
    const options = { signal: listening.signal };
    this.element = element;
    element.addEventListener('pointerenter', ({ pointerType }) => this.entered(pointerType), options);
    element.addEventListener('pointerleave', ({ pointerType }) => this.left(pointerType), options);
    // Once it is known where the focus has gone.
    for (const event of ['focusin', 'focusout'])
      element.addEventListener(event, () => setTimeout(() => this.lookForFocus()), options);
    return () => {
      listening.abort();
      clearTimeout(this.fingerTimer);
      this.element = null;
      for (const sign of [...this.signs]) this.note(sign, false);
    };
  };

  /** A question was asked from within the element. @returns what tells that it is over */
  readonly asked = (): (() => void) => {
    this.note('question', true);
    const over = () => {
      this.lookForFocus();
      this.note('question', false);
    };
    // The focus goes back to where it was with the next frame.
    return () => requestAnimationFrame(() => requestAnimationFrame(over));
  };

  /** What has the focus may go without a word. A mere click is not the keyboard's: its focus shows nowhere. */
  readonly lookForFocus = (): void => {
    // In another window nobody's hand is here, but the focus will be when they come back.
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
