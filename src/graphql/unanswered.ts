import type { ServerResponse } from 'node:http';
import { sharedAbort } from '../async/shared-abort';

/** @returns a signal that aborts when the connection closes before the response was sent */
export function unansweredSignal(response: ServerResponse): AbortSignal {
  const gone = sharedAbort();
  // 'close' is emitted only once, and may have been emitted already.
  if (response.destroyed) gone.abort();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
