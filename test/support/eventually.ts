import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 20;
/** Far longer than the slowest machine needs: only a failing test waits this long. */
const TIMEOUT_MS = 120_000;

/**
 * Calls `attempt` every 20 ms until it neither throws nor returns false.
 * @param options.timeoutMs default 120,000
 * @returns the result of `attempt`
 * @throws the error of the last attempt, or an Error if it returned false
 */
export async function eventually<T>(
  attempt: () => T | Promise<T>,
  { timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      const result = await attempt();
      if (result !== false) return result;
      if (Date.now() > deadline) throw new Error(`still false after ${timeoutMs} ms: ${attempt.toString()}`);
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await delay(RETRY_MS);
  }
}
