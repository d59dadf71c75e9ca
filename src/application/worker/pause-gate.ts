import { sharedAbort } from '../../async/shared-abort';

/**
 * An awaitable gate: callers pass while it is open and wait while it is closed.
 * A caller that waits for something else can listen to `closing` to end that wait when the gate closes.
 */
export class PauseGate {
  private waiting = new Set<() => void>();
  private controller = sharedAbort();
  private open_ = true;

  get isOpen(): boolean {
    return this.open_;
  }

  /** Aborts when the gate closes; a new signal each time it opens. */
  get closing(): AbortSignal {
    return this.controller.signal;
  }

  open(): void {
    if (this.open_) return;
    this.open_ = true;
    this.controller = sharedAbort();
    const released = this.waiting;
    this.waiting = new Set();
    for (const release of released) release();
  }

  close(): void {
    if (!this.open_) return;
    this.open_ = false;
    this.controller.abort();
  }

  /** Resolves once the gate opens. The gate may have closed again when the caller runs. @throws the signal's reason */
  async opened(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.open_) return;
    await new Promise<void>((resolve, reject) => {
      const release = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.waiting.delete(release);
        reject(signal.reason as Error);
      };
      this.waiting.add(release);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}
