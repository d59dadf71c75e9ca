import { delay } from './delay';

/** Waits for a promise, but no longer than `ms` milliseconds. @returns whether it came. @throws what it rejects with */
export async function within(ms: number, promise: Promise<unknown>): Promise<boolean> {
  const came = new AbortController();
  try {
    return await Promise.race([promise.then(() => true), delay(ms, [came.signal]).then(() => false)]);
  } finally {
    came.abort();
  }
}
