import { setMaxListeners } from 'node:events';

/** An AbortController that every lane of a job may listen to at once: so many listeners are no leak. */
export function sharedAbort(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Calls `then` when the signal aborts; at once if it has already, which a listener would never hear of. */
export function whenAborted(signal: AbortSignal, then: () => void): void {
  if (signal.aborted) then();
  else signal.addEventListener('abort', then, { once: true });
}
