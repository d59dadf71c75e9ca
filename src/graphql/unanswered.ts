import type { ServerResponse } from 'node:http';
import { sharedAbort } from '../async/shared-abort';

/** @returns aborts when the connection closes before the response was sent */
export function unansweredSignal(response: ServerResponse): AbortSignal {
  const gone = sharedAbort();
  // Its close is told once only, and may have been told already.
  if (response.destroyed) gone.abort();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}
