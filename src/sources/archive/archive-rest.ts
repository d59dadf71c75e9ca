const [SHORTEST_MS, LONGEST_MS] = [30_000, 15 * 60_000];

/** When the archive is left alone, after failures: longer with each in a row. The exchange is asked meanwhile. */
export class ArchiveRest {
  private failures = 0;
  /** Monotonic, in milliseconds. */
  private until = 0;

  get isResting(): boolean {
    return performance.now() < this.until;
  }

  /**
   * @param askedMs the rest that the archive asked for, in milliseconds
   * @returns whether it is the first failure since the last answer
   */
  failed(askedMs = 0): boolean {
    const isFirst = this.failures === 0;
    // Requests that were in flight together fail together.
    if (!this.isResting) this.failures++;
    const ms = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** Math.min(this.failures - 1, 10));
    this.until = Math.max(this.until, performance.now() + Math.max(ms, askedMs));
    return isFirst;
  }

  answered(): void {
    this.failures = 0;
  }
}
