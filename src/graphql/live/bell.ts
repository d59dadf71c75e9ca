/** Remembers one ring, so that what happened while nobody waited is not missed. */
export class Bell {
  private hasRung = false;
  private wake: () => void = () => undefined;

  ring(): void {
    this.hasRung = true;
    this.wake();
  }

  async rung(): Promise<void> {
    if (!this.hasRung) await new Promise<void>((resolve) => (this.wake = resolve));
    this.hasRung = false;
  }
}
