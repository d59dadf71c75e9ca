import { setTimeout as wait } from 'node:timers/promises';
import type { BarsQuery } from '../bars-query';
import { foldText, upper16 } from '../market/hash';

/** Returns the latency of a request in milliseconds: within 25 % of the mean, and deterministic per request. */
export function latencyOf({ symbol, interval, from }: BarsQuery, meanMs: number): number {
  const drawn = upper16(foldText(0, `${symbol} ${interval} ${from}`)) / 2 ** 16;
  return meanMs * (0.75 + drawn / 2);
}

/** Waits `ms` milliseconds, or until the client disconnects. */
export async function takeTime(ms: number, clientGone: AbortSignal): Promise<void> {
  if (ms > 0) await wait(ms, undefined, { signal: clientGone }).catch(() => undefined);
}
