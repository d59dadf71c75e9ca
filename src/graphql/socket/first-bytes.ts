import type { Duplex } from 'node:stream';

/** What a client may send before it is let in, in bytes: its credential, with room to spare. */
export const MAX_FIRST_BYTES = 64 * 1024;

/**
 * Counts what a client sends before it is let in, as it comes off the wire: in however many frames, whole or not.
 * @param exceeded called once it is too much
 * @returns ends the counting: the client has been let in
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
  // Ahead of whoever would keep it.
  wire.prependListener('data', count);
  return end;
}
