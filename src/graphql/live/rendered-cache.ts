import { BoundedStore, textBytes } from '../limits/bounded-store';

/** Caches rendered payloads for the other clients that need the same one shortly after. */
export class RenderedCache {
  private readonly underWay = new Map<string, Promise<string>>();
  private readonly done = new BoundedStore<string>(textBytes);

  /** Current size, in bytes. */
  get bytes(): number {
    return this.done.bytes;
  }

  /** Returns the cached payload, or renders it. Concurrent calls share one rendering; a failure is not cached. */
  get(key: string, render: () => Promise<string>): Promise<string> {
    const done = this.done.get(key);
    if (done !== undefined) return Promise.resolve(done);
    return this.underWay.get(key) ?? this.render(key, render);
  }

  private render(key: string, render: () => Promise<string>): Promise<string> {
    const rendering = render().then(
      (rendered) => {
        this.underWay.delete(key);
        this.done.set(key, rendered);
        return rendered;
      },
      (error: unknown) => {
        this.underWay.delete(key);
        throw error;
      },
    );
    this.underWay.set(key, rendering);
    return rendering;
  }
}
