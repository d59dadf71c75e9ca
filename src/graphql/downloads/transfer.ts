import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Refusals } from '../refusals';

/** How long a reader may take for one part of a file, in milliseconds. */
const STALLED_AFTER_MS = 60_000;

export type Part = string | Uint8Array;
export type Parts = AsyncGenerator<Part, undefined>;

/**
 * Reads the first part of a file, so that its failure can be answered with a status.
 * @returns all parts, the first one included
 */
export async function begun(parts: Parts): Promise<Parts> {
  return joined(await parts.next(), parts);
}

async function* joined(first: IteratorResult<Part, undefined>, rest: Parts): Parts {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

/**
 * Returns the body of a response. If the database fails midway, the transfer is aborted, so that a partial file cannot
 * pass for a complete one; likewise if the reader stalls.
 */
export function bodyOf(parts: Parts, reply: FastifyReply, gone: AbortSignal, refusals: Refusals): Readable {
  const { request } = reply;
  const noted = (error: unknown) => {
    const { id, method, routeOptions } = request;
    const about = { transport: 'HTTP', request: id, method, route: routeOptions.url } as const;
    if (!gone.aborted) refusals.note('DOWNLOAD_BROKEN', { ...about, err: error });
  };
  const whole = toItsEnd(parts, noted);
  return Readable.from(unlessStalled(whole, STALLED_AFTER_MS, () => reply.raw.destroy()));
}

async function* toItsEnd(parts: Parts, noted: (error: unknown) => void): Parts {
  try {
    yield* parts;
  } catch (error) {
    noted(error);
    // Fastify then destroys the connection.
    throw error;
  }
}

/**
 * Passes parts on, and gives up when the next one is not asked for in time: a reader that holds still would keep what its
 * download occupies for good.
 * @param giveUp ends the transfer
 */
export async function* unlessStalled<T>(
  parts: AsyncIterable<T>,
  patienceMs: number,
  giveUp: () => void,
): AsyncGenerator<T, undefined> {
  for await (const part of parts) {
    const timer = setTimeout(giveUp, patienceMs);
    try {
      yield part;
    } finally {
      clearTimeout(timer);
    }
  }
}
