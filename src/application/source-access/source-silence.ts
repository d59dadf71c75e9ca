import type { SourceFailureCode } from '../../domain/source-failure';

/** What a source that is away makes of a request. Everything else is the word of one that is there. */
const AWAY: readonly SourceFailureCode[] = ['SOURCE_DOWN', 'TIMEOUT', 'BANNED'];

/** The beginning of a symbol's tries of one page. */
export interface Beginning {
  readonly position: number;
  /** In milliseconds of the monotonic clock. */
  readonly at: number;
  /** Pages that had come by then. */
  readonly pages: number;
}

/**
 * Tells a source that is away from a symbol that it cannot deliver: it is away when two different symbols in a row have
 * spent their retries on it, and not a single page came meanwhile, of whatever symbol. Known to one run: the next one,
 * after a pause that drained or a restart, begins to count anew.
 */
export class SourceSilence {
  private pages = 0;
  /** The symbol that gave up last, if it found the source away. */
  private last: Beginning | null = null;

  begin(position: number): Beginning {
    return { position, at: performance.now(), pages: this.pages };
  }

  pageCame(): void {
    this.pages++;
  }

  /**
   * To be told of every symbol that has spent its retries, and of the failure that it met last.
   * @returns for how many milliseconds nothing came, if the source is away; else null
   */
  gaveUp(symbol: Beginning, code: SourceFailureCode): number | null {
    const before = this.last;
    this.last = AWAY.includes(code) && symbol.pages === this.pages ? symbol : null;
    const isInRow = this.last !== null && before?.pages === this.pages && before.position !== symbol.position;
    return isInRow ? performance.now() - Math.min(before.at, symbol.at) : null;
  }
}
