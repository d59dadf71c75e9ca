/**
 * Settles as the promise does unless the signal aborts first. After an abort, a later rejection of the promise is
 * ignored. Leaves no listener behind. @throws what the promise rejects with; the signal's reason
 */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Like `orAborted`, for several signals. @returns undefined if one of them aborts first */
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
