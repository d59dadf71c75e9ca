import { within } from '../async/within';

/** Collects the acknowledgements of messages that this node has sent. */
export class Acknowledgements {
  private last = 0;
  private readonly awaited = new Map<number, { readonly by: Set<string>; check: () => void }>();

  /** Returns the id of the next message. */
  next(): number {
    return ++this.last;
  }

  /**
   * Resolves when all nodes have acknowledged the message, or after `ms` milliseconds. Must be called before the message
   * is sent. If the nodes cannot be read, no acknowledgement suffices.
   */
  async until(id: number, nodes: Promise<readonly string[]>, ms: number): Promise<void> {
    const entry = { by: new Set<string>(), check: () => undefined as void };
    this.awaited.set(id, entry);
    const all = nodes.then(
      (expected) =>
        new Promise<void>((resolve) => {
          entry.check = () => {
            if (expected.every((node) => entry.by.has(node))) resolve();
          };
          entry.check();
        }),
      () => new Promise<void>(() => undefined),
    );
    await within(ms, all).finally(() => this.awaited.delete(id));
  }

  acknowledged(id: number, nodeId: string): void {
    const entry = this.awaited.get(id);
    entry?.by.add(nodeId);
    entry?.check();
  }
}
