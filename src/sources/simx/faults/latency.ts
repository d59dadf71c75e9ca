import { setTimeout as wait } from 'node:timers/promises';
import type { BarsQuery } from '../bars-query';
import { foldText, upper16 } from '../market/hash';

/** Milliseconds that the answer takes: within a quarter of the mean, the same each time for the same request. */
export function latencyOf({ symbol, interval, from }: BarsQuery, meanMs: number): number {
  const drawn = upper16(foldText(0, `${symbol} ${interval} ${from}`)) / 2 ** 16;
  return meanMs * (0.75 + drawn / 2);
}

/** Waits, and no longer than the client does. */
export async function takeTime(ms: number, clientGone: AbortSignal): Promise<void> {
  if (ms > 0) await wait(ms, undefined, { signal: clientGone }).catch(() => undefined);
}
