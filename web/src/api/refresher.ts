/** Reads something again when it is told that it has changed: never twice at once, and with a pause in between. */
export class Refresher {
  private isResting = false;
  private isDue = false;
  private isClosed = false;

  /** @param everyMs the pause, in milliseconds */
  constructor(
    private readonly read: () => Promise<void>,
    private readonly everyMs: number,
  ) {}

  changed(): void {
    if (this.isClosed) return;
    if (this.isResting) this.isDue = true;
    else void this.refresh();
  }

  close(): void {
    this.isClosed = true;
  }

  private async refresh(): Promise<void> {
    this.isResting = true;
    this.isDue = false;
    // What could not be read is read with the next change.
    await this.read().catch(() => undefined);
    setTimeout(() => {
      this.isResting = false;
      if (this.isDue) this.changed();
    }, this.everyMs);
  }
}
