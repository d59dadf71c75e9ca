import { BoundedStore, textBytes } from '../limits/bounded-store';

/** Remembers what was rendered a moment ago for those who are about to ask for the same. */
export class RenderedCache {
  private readonly underWay = new Map<string, Promise<string>>();
  private readonly done = new BoundedStore<string>(textBytes);

  /** What it holds by now, in bytes. */
  get bytes(): number {
    return this.done.bytes;
  }

  /** @returns what `render` resolves with; who asks for the same meanwhile shares it, and a failure is not remembered */
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
