import { Client } from 'pg';
import { delay } from '../../async/delay';
import { within } from '../../async/within';
import { channelOf, PING_MS, RECONNECT_MS, type Bus, type BusListener } from './bus';

const CHANNEL = 'sluice';
const SAY = 'SELECT pg_notify(channel, text) FROM unnest($1::text[], $2::text[]) AS message (channel, text)';

/**
 * Bus on PostgreSQL's LISTEN and NOTIFY, over a dedicated connection. NOTIFY runs outside any transaction that writes:
 * inside, the commits of all writers would queue for one lock.
 */
export class PostgresBus implements Bus {
  /** A payload must be shorter than 8,000 bytes (PostgreSQL manual, NOTIFY). */
  readonly maxBytes = 7_900;
  private client: Client | null = null;
  private readonly unsaid: { readonly channel: string; readonly text: string }[] = [];
  private isSpeaking = false;
  private spoken = Promise.resolve(true);
  private wasLost = false;
  private readonly closing = new AbortController();

  constructor(
    private readonly connectionString: string,
    private readonly nodeId: string,
    private readonly listener: BusListener,
  ) {}

  async open(): Promise<void> {
    this.client = await this.connect();
    void this.keepHearing(this.client);
  }

  say(to: string | null, text: string): void {
    this.unsaid.push({ channel: to === null ? CHANNEL : channelOf(CHANNEL, to), text });
    void this.speak();
  }

  async close(): Promise<void> {
    await within(PING_MS, this.spoken);
    this.closing.abort();
    const { client } = this;
    this.client = null;
    if (client) await within(PING_MS, client.end()).catch(() => undefined);
  }

  /** Sends the queued messages; with none, the statement serves as a ping. @returns whether the server accepted it */
  private speak(): Promise<boolean> {
    if (this.isSpeaking) return this.spoken;
    this.isSpeaking = true;
    return (this.spoken = this.sayAll());
  }

  /**
   * Messages that arrive while a statement is in flight are sent together with the next. If a statement fails or there
   * is no connection, they are dropped, and the listener is told once the connection works again.
   */
  private async sayAll(): Promise<boolean> {
    let isTaken: boolean;
    do {
      const messages = this.unsaid.splice(0);
      const values = [messages.map(({ channel }) => channel), messages.map(({ text }) => text)];
      const said = this.client?.query(SAY, values);
      isTaken =
        (await said?.then(
          () => true,
          () => false,
        )) ?? false;
    } while (isTaken && this.unsaid.length > 0);
    if (!isTaken) [this.unsaid.length, this.wasLost] = [0, true];
    this.isSpeaking = false;
    return isTaken;
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.connectionString,
      application_name: 'sluice bus',
      connectionTimeoutMillis: PING_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: PING_MS,
    });
    // The next ping detects the failure. An unhandled 'error' event would end the process.
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => this.listener.heard(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}; LISTEN ${channelOf(CHANNEL, this.nodeId)}`);
      return client;
    } catch (error) {
      destroy(client);
      throw error;
    }
  }

  /** Pings until a ping fails, then reconnects. Without pings, a cut network would go unnoticed for a long time. */
  private async keepHearing(client: Client): Promise<void> {
    const { signal } = this.closing;
    const cut = new Promise<void>((resolve) => client.once('end', resolve));
    while (!signal.aborted) {
      const isThere = await within(PING_MS, this.speak());
      const isTaken = isThere && (await this.spoken);
      if (signal.aborted) return;
      if (!isTaken) return this.replace(client);
      if (this.wasLost) this.heardAgain();
      await Promise.race([delay(PING_MS, [signal]), cut]);
    }
  }

  private heardAgain(): void {
    this.wasLost = false;
    this.listener.missed();
  }

  private async replace(client: Client): Promise<void> {
    this.client = null;
    destroy(client);
    while (!this.closing.signal.aborted) {
      const next = await this.connect().catch(() => null);
      if (next && !this.closing.signal.aborted) {
        this.client = next;
        this.heardAgain();
        return this.keepHearing(next);
      }
      if (next) destroy(next);
      await delay(RECONNECT_MS, [this.closing.signal]);
    }
  }
}

/** Closes the socket without waiting for the server, which may be unreachable. */
function destroy(client: Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
