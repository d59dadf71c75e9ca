type Release = (admitted: boolean) => void;

/**
 * A fair semaphore that all jobs share. A place that becomes free goes to the waiting job that holds the fewest places,
 * and among equals to the one that has waited longest.
 */
export class FairLimit {
  private taken = 0;
  private readonly takenBy = new Map<string, number>();
  /** Ordered by the job's first wait. A job that gets a place moves to the end. */
  private readonly waiting = new Map<string, Set<Release>>();

  constructor(private readonly places: number) {}

  /** Waits for a place. @returns false if one of the signals aborted first; the caller must not call `leave` then */
  enter(jobId: string, signals: readonly AbortSignal[]): Promise<boolean> {
    if (signals.some((signal) => signal.aborted)) return Promise.resolve(false);
    if (this.taken < this.places) {
      this.take(jobId);
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const release: Release = (admitted) => {
        for (const signal of signals) signal.removeEventListener('abort', giveUp);
        resolve(admitted);
      };
      const giveUp = () => {
        this.forget(jobId, release);
        release(false);
      };
      this.remember(jobId, release);
      for (const signal of signals) signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  leave(jobId: string): void {
    this.taken--;
    const left = this.takenBy.get(jobId)! - 1;
    if (left > 0) this.takenBy.set(jobId, left);
    else this.takenBy.delete(jobId);
    this.admitNext();
  }

  private admitNext(): void {
    const jobId = this.poorest();
    if (jobId === undefined) return;
    const releases = this.waiting.get(jobId)!;
    const [release] = releases;
    this.forget(jobId, release!);
    if (releases.size > 0) {
      this.waiting.delete(jobId);
      this.waiting.set(jobId, releases);
    }
    this.take(jobId);
    release!(true);
  }

  private poorest(): string | undefined {
    let [poorest, fewest]: [string | undefined, number] = [undefined, Infinity];
    for (const jobId of this.waiting.keys()) {
      const taken = this.takenBy.get(jobId) ?? 0;
      if (taken < fewest) [poorest, fewest] = [jobId, taken];
    }
    return poorest;
  }

  private take(jobId: string): void {
    this.taken++;
    this.takenBy.set(jobId, (this.takenBy.get(jobId) ?? 0) + 1);
  }

  private remember(jobId: string, release: Release): void {
    const releases = this.waiting.get(jobId);
    if (releases) releases.add(release);
    else this.waiting.set(jobId, new Set([release]));
  }

  private forget(jobId: string, release: Release): void {
    const releases = this.waiting.get(jobId);
    releases?.delete(release);
    if (releases?.size === 0) this.waiting.delete(jobId);
  }
}
