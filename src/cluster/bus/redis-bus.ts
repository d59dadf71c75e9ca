import { Redis } from 'ioredis';
import { delay } from '../../async/delay';
import { within } from '../../async/within';
import { channelOf, PING_MS, RECONNECT_MS, type Bus, type BusListener } from './bus';

/** Bus on Redis' publish and subscribe, over two dedicated connections: a subscribed one accepts nothing else. */
export class RedisBus implements Bus {
  readonly maxBytes = 256 * 1024;
  private readonly speaking: Redis;
  private readonly hearing: Redis;
  private wasCut = false;
  private readonly closing = new AbortController();

  /** @param channel must be unique to this cluster within the Redis server */
  constructor(
    url: string,
    private readonly channel: string,
    private readonly nodeId: string,
    private readonly listener: BusListener,
  ) {
    const retryStrategy = () => RECONNECT_MS;
    // socketTimeout also covers a connection that is being established: its peer may never answer.
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
    await this.subscribed();
    for (const redis of [this.speaking, this.hearing]) redis.on('close', () => (this.wasCut = true));
    void this.keepHearing();
  }

  say(to: string | null, text: string): void {
    this.speaking
      .publish(to === null ? this.channel : channelOf(this.channel, to), text)
      .catch(() => (this.wasCut = true));
  }

  async close(): Promise<void> {
    this.closing.abort();
    await within(PING_MS, this.speaking.quit()).catch(() => undefined);
    this.speaking.disconnect();
    this.hearing.disconnect();
  }

  /** Pings both connections. After an interruption it resubscribes and tells the listener. */
  private async keepHearing(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      const isThere = await within(PING_MS, Promise.all([this.speaking.ping(), this.subscribed()])).catch(() => false);
      if (signal.aborted) return;
      if (!isThere) this.reconnect();
      else if (this.wasCut) this.heardAgain();
      await delay(isThere ? PING_MS : RECONNECT_MS, [signal]);
    }
  }

  /** Idempotent, and answered only over a live connection: serves as the ping of the subscriber. */
  private async subscribed(): Promise<void> {
    await this.hearing.subscribe(this.channel, channelOf(this.channel, this.nodeId));
  }

  private heardAgain(): void {
    this.wasCut = false;
    this.listener.missed();
  }

  /** Reconnects both, as at least one does not answer. A connection that is being established is left alone. */
  private reconnect(): void {
    this.wasCut = true;
    for (const redis of [this.speaking, this.hearing]) if (redis.status === 'ready') redis.disconnect(true);
  }
}
