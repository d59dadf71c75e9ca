/**
 * An async generator that ends as soon as its consumer is gone. By itself a generator that waits inside hears of
 * `return()` only once its wait is over, which for a paused job may be never.
 * @param interrupt ends whatever the generator waits for
 */
export function closable<T>(generator: AsyncGenerator<T>, interrupt: () => void): AsyncIterableIterator<T> {
  return {
    next: () => generator.next(),
    return: (value: unknown) => {
      interrupt();
      return generator.return(value);
    },
    throw: (error: unknown) => {
      interrupt();
      return generator.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
