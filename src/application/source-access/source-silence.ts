import type { SourceFailureCode } from '../../domain/source-failure';

/** Failures that a source that is away causes. Any other failure is a response, so the source is present. */
const AWAY: readonly SourceFailureCode[] = ['SOURCE_DOWN', 'TIMEOUT', 'BANNED'];

/** Marks when a symbol began to try one page. */
export interface Beginning {
  readonly position: number;
  /** Monotonic milliseconds. */
  readonly at: number;
  /** Pages received by then. */
  readonly pages: number;
}

/**
 * Distinguishes a source that is away from a symbol that it cannot deliver. The source is away if two different symbols
 * in a row have used up their retries and no page of any symbol arrived meanwhile. The state belongs to one run: the
 * next run, after a drained pause or a restart, starts over.
 */
export class SourceSilence {
  private pages = 0;
  /** The last symbol that used up its retries, if it found the source away. */
  private last: Beginning | null = null;

  begin(position: number): Beginning {
    return { position, at: performance.now(), pages: this.pages };
  }

  pageCame(): void {
    this.pages++;
  }

  /**
   * Must be called for every symbol that has used up its retries, with its last failure.
   * @returns milliseconds during which nothing arrived if the source is away, otherwise null
   */
  gaveUp(symbol: Beginning, code: SourceFailureCode): number | null {
    const before = this.last;
    this.last = AWAY.includes(code) && symbol.pages === this.pages ? symbol : null;
    const isInRow = this.last !== null && before?.pages === this.pages && before.position !== symbol.position;
    return isInRow ? performance.now() - Math.min(before.at, symbol.at) : null;
  }
}
