import type { SubscribeMessage } from 'graphql-ws';
import { sharedAbort } from '../../async/shared-abort';

/** Why an operation cannot begin. */
export type Obstacle = 'ID_TAKEN' | 'TOO_MANY';

/**
 * The operations of one socket, each from its subscribe message until its cleanup has finished, including preparation
 * and the wind-down after the client has completed it. graphql-ws identifies operations by id alone, so a second one
 * with the same id begins only when the first has ended.
 */
export class SocketOperations {
  private readonly running = new Map<string, AbortController>();
  /** Messages by id that wait for a completed operation with the same id to wind down. */
  private readonly waiting = new Map<string, SubscribeMessage>();

  /**
   * @param max maximum number of operations that run or wait at a time
   * @param run resolves when the operation has ended and its cleanup has finished; must not reject
   */
  constructor(
    private readonly max: number,
    private readonly run: (message: SubscribeMessage, signal: AbortSignal) => Promise<void>,
  ) {}

  /** Begins an operation now, or as soon as its id is free. @returns the obstacle if it will never begin, else null */
  ask(message: SubscribeMessage): Obstacle | null {
    const before = this.running.get(message.id);
    const isTaken = this.waiting.has(message.id) || before?.signal.aborted === false;
    if (isTaken) return 'ID_TAKEN';
    if (this.running.size + this.waiting.size >= this.max) return 'TOO_MANY';
    if (before) this.waiting.set(message.id, message);
    else void this.begin(message);
    return null;
  }

  /** Ends one operation at the client's request. */
  complete(id: string): void {
    if (!this.waiting.delete(id)) this.running.get(id)?.abort();
  }

  /** Ends all operations: the client has disconnected. */
  completeAll(): void {
    this.waiting.clear();
    for (const operation of this.running.values()) operation.abort();
  }

  /** Signal of the operation running under this id. Aborts when the client completes it, and when it ends. */
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
