import type { Duplex } from 'node:stream';

/** Maximum bytes that a client may send before it is admitted: enough for any credential. */
export const MAX_FIRST_BYTES = 64 * 1024;

/**
 * Counts the raw bytes that a client sends before it is admitted, in any number of complete or partial frames.
 * @param exceeded called once, when the limit is exceeded
 * @returns a function that stops counting, to be called when the client is admitted
 */
export function boundFirstBytes(wire: Duplex, exceeded: () => void): () => void {
  let bytes = 0;
  const end = () => void wire.off('data', count);
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MAX_FIRST_BYTES) return;
    end();
    exceeded();
  };
  // Runs before the WebSocket receiver, which buffers the data.
  wire.prependListener('data', count);
  return end;
}
