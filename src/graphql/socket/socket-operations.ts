import type { SubscribeMessage } from 'graphql-ws';
import { sharedAbort } from '../../async/shared-abort';

/** What keeps an operation from beginning. */
export type Obstacle = 'ID_TAKEN' | 'TOO_MANY';

/**
 * The operations of one socket, each from the message that asks for it until nothing of it is left: also while it is
 * still being prepared, and while it winds up after its client has completed it. graphql-ws knows them by their ids
 * alone; so of two with the same id the second begins only when the first is gone.
 */
export class SocketOperations {
  private readonly running = new Map<string, AbortController>();
  /** By id: asked for while an operation that was completed under the same id is still winding up. */
  private readonly waiting = new Map<string, SubscribeMessage>();

  /**
   * @param max operations that run or wait at a time
   * @param run resolves when nothing is left of the operation; must not reject
   */
  constructor(
    private readonly max: number,
    private readonly run: (message: SubscribeMessage, signal: AbortSignal) => Promise<void>,
  ) {}

  /** Begins an operation, now or as soon as its id is free. @returns why it will never begin, or null */
  ask(message: SubscribeMessage): Obstacle | null {
    const before = this.running.get(message.id);
    const isTaken = this.waiting.has(message.id) || before?.signal.aborted === false;
    if (isTaken) return 'ID_TAKEN';
    if (this.running.size + this.waiting.size >= this.max) return 'TOO_MANY';
    if (before) this.waiting.set(message.id, message);
    else void this.begin(message);
    return null;
  }

  /** The client wants nothing more of it. */
  complete(id: string): void {
    if (!this.waiting.delete(id)) this.running.get(id)?.abort();
  }

  /** The client has gone. */
  completeAll(): void {
    this.waiting.clear();
    for (const operation of this.running.values()) operation.abort();
  }

  /** Of the operation that runs under this id: aborts when its client wants nothing more of it, and at its end. */
  signalOf(id: string): AbortSignal {
    return this.running.get(id)!.signal;
  }

  private async begin(message: SubscribeMessage): Promise<void> {
    const operation = sharedAbort();
    this.running.set(message.id, operation);
    await this.run(message, operation.signal);
    operation.abort();
    this.running.delete(message.id);
    const next = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (next) void this.begin(next);
  }
}
