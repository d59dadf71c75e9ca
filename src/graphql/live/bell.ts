/** Remembers one ring, so that what happened while nobody waited is not missed. */
export class Bell {
  private hasRung = false;
  private wake: () => void = () => undefined;
  isSilenced = false;

  ring(): void {
    this.hasRung = true;
    this.wake();
  }

  /** For good: nobody waits for it any more. */
  silence(): void {
    this.isSilenced = true;
    this.wake();
  }

  async rung(): Promise<void> {
    if (!this.hasRung && !this.isSilenced) await new Promise<void>((resolve) => (this.wake = resolve));
    this.hasRung = false;
  }
}
