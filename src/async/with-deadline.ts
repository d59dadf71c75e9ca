/** Something took longer than all of it may take. */
export class DeadlinePassed extends Error {
  constructor(readonly ms: number) {
    super(`no complete answer within ${ms} ms`);
  }
}

/**
 * Runs `work` with a signal that aborts when the caller's does or when `ms` milliseconds have passed.
 * By hand instead of AbortSignal.any, which keeps what it made alive for as long as a long-lived source signal.
 * @throws the reason of the abort, whatever `work` itself then rejected with
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
