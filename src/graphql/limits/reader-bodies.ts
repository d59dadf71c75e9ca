import { Transform, type Readable } from 'node:stream';
import { mayAct, type Principal } from '../access/principal';

/**
 * Bytes of a request, or of a message over WebSocket, of somebody who may only look. Long lists are for those who start
 * collections; to parse eight megabytes keeps everybody else waiting as long as the dearest operation.
 */
export const MAX_READER_BYTES = 1024 * 1024;

export const TOO_LARGE_FOR_A_READER = `A viewer's request has at most ${MAX_READER_BYTES} bytes.`;

export function isTooLargeFor(principal: Principal, bytes: number): boolean {
  return bytes > MAX_READER_BYTES && !mayAct(principal, 'operator');
}

/** The body of a request, which fails when it turns out to be larger than its sender may send. */
export function boundedBody(principal: Principal, body: Readable): Readable {
  if (mayAct(principal, 'operator')) return body;
  let bytes = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, passed) {
      bytes += chunk.length;
      // What fastify compares with the length that was told.
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
