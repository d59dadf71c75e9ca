/** An operation as a whole exceeded its deadline. */
export class DeadlinePassed extends Error {
  constructor(readonly ms: number) {
    super(`no complete answer within ${ms} ms`);
  }
}

/**
 * Runs `work` with a signal that aborts when the caller's signal does or after `ms` milliseconds.
 * AbortSignal.any is not used: its result stays alive as long as a long-lived source signal.
 * @throws what `work` rejects with; after an abort, the reason of the abort instead
 */
export async function withDeadline<T>(
  caller: AbortSignal,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  caller.throwIfAborted();
  const controller = new AbortController();
  const forward = () => controller.abort(caller.reason);
  const timer = setTimeout(() => controller.abort(new DeadlinePassed(ms)), ms);
  caller.addEventListener('abort', forward, { once: true });
  try {
    const result = await work(controller.signal);
    caller.throwIfAborted();
    return result;
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    caller.removeEventListener('abort', forward);
  }
}
