import { delay } from './delay';

/** Waits at most `ms` milliseconds for a promise. @returns whether it resolved in time. @throws what it rejects with */
export async function within(ms: number, promise: Promise<unknown>): Promise<boolean> {
  const came = new AbortController();
  try {
    return await Promise.race([promise.then(() => true), delay(ms, [came.signal]).then(() => false)]);
  } finally {
    came.abort();
  }
}
