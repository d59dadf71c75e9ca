/**
 * Whether the store answers what the runs of this process ask. Retries of a request count as one request: a store that
 * fails at once does not answer either.
 */
export class StoreProgress {
  private inFlight = 0;
  /** Time of the last answer, or since when requests are in flight, in milliseconds of the monotonic clock. */
  private answeredAt = 0;

  /** For how long requests have been in flight without an answer to any, in milliseconds; 0 if none is in flight. */
  get silentMs(): number {
    return this.inFlight === 0 ? 0 : performance.now() - this.answeredAt;
  }

  /** The store has answered something else over the same connections. */
  answered(): void {
    this.answeredAt = performance.now();
  }

  async watch<T>(request: Promise<T>): Promise<T> {
    if (this.inFlight++ === 0) this.answeredAt = performance.now();
    try {
      const answer = await request;
      this.answered();
      return answer;
    } finally {
      this.inFlight--;
    }
  }
}
