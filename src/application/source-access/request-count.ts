const SECONDS = 60;

/** Counts the requests of the last minute, to a second. */
export class RequestCount {
  private readonly counts = new Array<number>(SECONDS).fill(0);
  private latest = 0;

  /** @param clock monotonic, in milliseconds; default `performance.now` */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  add(): void {
    this.counts[this.move() % SECONDS]!++;
  }

  get lastMinute(): number {
    this.move();
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  /** Forgets the seconds that are over. @returns the current one */
  private move(): number {
    const now = Math.floor(this.clock() / 1_000);
    for (let second = Math.max(this.latest + 1, now - SECONDS + 1); second <= now; second++) {
      this.counts[second % SECONDS] = 0;
    }
    return (this.latest = Math.max(this.latest, now));
  }
}
