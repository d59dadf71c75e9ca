/**
 * The outcome of a promise, unless the signal aborts first: then nobody waits for it any more, and what it rejects with
 * later is nobody's error. Leaves no listener behind. @throws what the promise rejects with; the signal's reason
 */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** The same for several signals. @returns undefined when one of them aborts first */
export async function unlessAborted<T>(promise: Promise<T>, signals: readonly AbortSignal[]): Promise<T | undefined> {
  let waiting: Promise<T> = promise;
  for (const signal of signals) waiting = orAborted(waiting, signal);
  try {
    return await waiting;
  } catch (error) {
    if (signals.some(({ aborted }) => aborted)) return undefined;
    throw error;
  }
}
