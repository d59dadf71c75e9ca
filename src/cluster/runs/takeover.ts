import type { Logger } from '../../application/ports/logger';
import { StoreUnavailableError } from '../../domain/store-errors';
import { TIMING } from '../../timing';

/** How long the shards of an expired session are looked for, in milliseconds: a node may have died in a hand-over. */
const LOOKED_FOR_MS = 3 * TIMING.HAND_OVER;

/** Watches for sessions that expire, with every heartbeat, and has the shards of their nodes taken over. */
export class Takeover {
  /** When shards of an expired session were last found, at first when it was noticed. By the monotonic clock, in ms. */
  private readonly since = new Map<string, number>();
  private isAtWork = false;

  /** @param takeOverFrom queues what nodes hold, and returns how much. Called until it has found nothing for a while */
  constructor(
    private readonly takeOverFrom: (expired: readonly string[]) => Promise<number>,
    private readonly log: Logger,
  ) {}

  /** @param expired all sessions that have expired and are remembered, see Pulse */
  look(expired: readonly string[]): void {
    const now = performance.now();
    for (const id of this.since.keys()) if (!expired.includes(id)) this.since.delete(id);
    for (const id of expired) if (!this.since.has(id)) this.since.set(id, now);
    const recent = expired.filter((id) => now - this.since.get(id)! < LOOKED_FOR_MS);
    if (recent.length > 0) void this.take(recent);
  }

  private async take(expired: readonly string[]): Promise<void> {
    if (this.isAtWork) return;
    this.isAtWork = true;
    const found = await this.takeOverFrom(expired).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailableError)) this.log.error({ err: error }, 'a takeover could not be queued');
      return Infinity;
    });
    // One round finds only a part of many shards.
    if (found > 0) for (const id of expired) this.since.set(id, performance.now());
    this.isAtWork = false;
  }
}
