import { setMaxListeners } from 'node:events';

/** Creates an AbortController without a listener limit: every lane of a job may listen, which is not a leak. */
export function sharedAbort(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Calls `then` when the signal aborts; at once if it has already aborted, because a listener would not be called. */
export function whenAborted(signal: AbortSignal, then: () => void): void {
  if (signal.aborted) then();
  else signal.addEventListener('abort', then, { once: true });
}
