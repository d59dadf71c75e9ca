import { BackOff, isPassing } from './back-off';

/** Something that is asked for until it succeeds: never twice at once, and after a failure not before a wait. */
export class Attempts {
  private readonly backOff = new BackOff();
  private state: 'idle' | 'under way' | 'failed' = 'idle';
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isWanted = false;

  constructor(
    private readonly attempt: () => Promise<void>,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** Asks, unless that is under way, or has failed: then it is repeated by itself when the wait is over. */
  ask(): void {
    this.isWanted = true;
    if (this.state === 'idle') void this.run();
  }

  /** For a person, who may end the wait. */
  askNow(): void {
    this.isWanted = true;
    if (this.state !== 'under way') void this.run();
  }

  /** Nobody needs it any more: what waits is not repeated. */
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
    // What is refused for good is for the reader to try again.
    if (isPassing(error)) this.timer = setTimeout(() => void this.run(), wait);
  }
}
