import { Redis } from 'ioredis';
import { delay } from '../../async/delay';
import { within } from '../../async/within';
import { PING_MS, RECONNECT_MS, type Bus, type BusListener } from './bus';

/** Redis' publish and subscribe, on two connections of their own: one that is subscribed can do nothing else. */
export class RedisBus implements Bus {
  readonly maxBytes = 256 * 1024;
  private readonly speaking: Redis;
  private readonly hearing: Redis;
  private heardAt = performance.now();
  private wasCut = false;
  private readonly closing = new AbortController();

  /** @param channel a name that no other cluster has in this Redis */
  constructor(
    url: string,
    private readonly channel: string,
    private readonly listener: BusListener,
  ) {
    const retryStrategy = () => RECONNECT_MS;
    // Also one that is being made: its peer may be silent before it has said anything.
    const options = {
      lazyConnect: true,
      enableOfflineQueue: false,
      retryStrategy,
      socketTimeout: 2 * PING_MS,
    } as const;
    this.speaking = new Redis(url, { ...options, connectionName: 'sluice bus' });
    this.hearing = new Redis(url, { ...options, connectionName: 'sluice bus', autoResubscribe: false });
  }

  async open(): Promise<void> {
    for (const redis of [this.speaking, this.hearing]) {
      redis.on('error', () => undefined);
      await redis.connect();
    }
    this.hearing.on('message', (_channel, text) => this.listener.heard(text));
    await this.hearing.subscribe(this.channel);
    for (const redis of [this.speaking, this.hearing]) redis.on('close', () => (this.wasCut = true));
    void this.keepHearing();
  }

  say(text: string): void {
    this.speaking.publish(this.channel, text).catch(() => (this.wasCut = true));
  }

  async close(): Promise<void> {
    this.closing.abort();
    await within(PING_MS, this.speaking.quit()).catch(() => undefined);
    this.speaking.disconnect();
    this.hearing.disconnect();
  }

  /** Pings both connections; after a cut it subscribes anew, and says so. */
  private async keepHearing(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      const asked = performance.now();
      const isThere = await within(PING_MS, Promise.all([this.speaking.ping(), this.subscribed()])).catch(() => false);
      if (signal.aborted) return;
      if (!isThere) this.reconnect();
      else if (this.wasCut) this.heardAgain();
      if (isThere) this.heardAt = asked;
      await delay(isThere ? PING_MS : RECONNECT_MS, [signal]);
    }
  }

  /** Harmless where it is subscribed already, and answered only by a connection that is alive. */
  private async subscribed(): Promise<void> {
    await this.hearing.subscribe(this.channel);
  }

  private heardAgain(): void {
    this.wasCut = false;
    this.listener.missed(performance.now() - this.heardAt);
  }

  /** A connection that gives no answer is given up; one that is being made already is left alone. */
  private reconnect(): void {
    this.wasCut = true;
    for (const redis of [this.speaking, this.hearing]) if (redis.status === 'ready') redis.disconnect(true);
  }
}
