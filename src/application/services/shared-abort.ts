import { setMaxListeners } from 'node:events';

/** An AbortController that every lane of a job may listen to at once: so many listeners are no leak. */
export function sharedAbort(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
