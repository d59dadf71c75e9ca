import { Transform, type Readable } from 'node:stream';
import { mayAct, type Principal } from '../access/principal';

/**
 * Maximum bytes of a viewer's HTTP request or WebSocket message. Only operators need long symbol lists, and parsing
 * 8 MB blocks the process as long as the most expensive operation.
 */
export const MAX_READER_BYTES = 1024 * 1024;

export const TOO_LARGE_FOR_A_READER = `A viewer's request has at most ${MAX_READER_BYTES} bytes.`;

export function isTooLargeFor(principal: Principal, bytes: number): boolean {
  return bytes > MAX_READER_BYTES && !mayAct(principal, 'operator');
}

/** Returns the request body as a stream that fails with 413 once it exceeds the principal's limit. */
export function boundedBody(principal: Principal, body: Readable): Readable {
  if (mayAct(principal, 'operator')) return body;
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, passed) {
      bytes += chunk.length;
      // Fastify compares this with the Content-Length.
      Object.assign(bounded, { receivedEncodedLength: bytes });
      if (isTooLargeFor(principal, bytes))
        passed(Object.assign(new Error(TOO_LARGE_FOR_A_READER), { statusCode: 413 }));
      else passed(null, chunk);
    },
  });
  Object.assign(bounded, { receivedEncodedLength: 0 });
  body.on('error', (error) => bounded.destroy(error));
  return body.pipe(bounded);
}
