import { BackOff, isPassing } from './back-off';

/** An operation that is retried while its failures are transient: one attempt at a time, with a backoff in between. */
export class Attempts {
  private readonly backOff = new BackOff();
  private state: 'idle' | 'under way' | 'failed' = 'idle';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isWanted = false;

  constructor(
    private readonly attempt: () => Promise<void>,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Starts an attempt when idle. No effect after a failure: a transient one is retried when its backoff ends. */
  ask(): void {
    this.isWanted = true;
    if (this.state === 'idle') void this.run();
  }

  /** Starts an attempt unless one is in flight, ending a backoff early: for an explicit retry by the reader. */
  askNow(): void {
    this.isWanted = true;
    if (this.state !== 'under way') void this.run();
  }

  /** Cancels a pending retry: the result is not needed any more. */
  end(): void {
    this.isWanted = false;
    clearTimeout(this.timer);
    if (this.state === 'failed') this.state = 'idle';
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    this.state = 'under way';
    try {
      await this.attempt();
      this.backOff.succeeded();
      this.state = 'idle';
    } catch (error) {
      this.state = this.isWanted ? 'failed' : 'idle';
      if (this.isWanted) this.waitAfter(error);
      this.onFailure(error);
    }
  }

  private waitAfter(error: unknown): void {
    const wait = this.backOff.failed(error);
    // A permanent refusal is retried only by `askNow`.
    if (isPassing(error)) this.timer = setTimeout(() => void this.run(), wait);
  }
}
