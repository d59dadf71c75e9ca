import { Client } from 'pg';
import { delay } from '../application/services/delay';
import { within } from '../application/services/within';
import { PING_MS, RECONNECT_MS, type Bus, type BusListener } from './bus';

const CHANNEL = 'sluice';

/**
 * LISTEN and NOTIFY, on a connection of their own. A message is notified outside any transaction that writes: inside, all
 * writers of the database would queue for their commits.
 */
export class PostgresBus implements Bus {
  /** PostgreSQL takes less than 8,000 bytes (manual, NOTIFY). */
  readonly maxBytes = 7_900;
  private client: Client | null = null;
  /** When something was heard last, in milliseconds of the monotonic clock. */
  private heardAt = performance.now();
  private readonly closing = new AbortController();

  constructor(
    private readonly connectionString: string,
    private readonly listener: BusListener,
  ) {}

  async open(): Promise<void> {
    this.client = await this.connect();
    this.heardAt = performance.now();
    void this.keepHearing(this.client);
  }

  say(text: string): void {
    // Whoever is not connected tells the others so once it is.
    this.client?.query('SELECT pg_notify($1, $2)', [CHANNEL, text]).catch(() => undefined);
  }

  async close(): Promise<void> {
    this.closing.abort();
    const { client } = this;
    this.client = null;
    // What was said goes out first, if it can.
    if (client) await within(PING_MS, client.end()).catch(() => undefined);
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.connectionString,
      application_name: 'sluice bus',
      connectionTimeoutMillis: PING_MS,
      keepAlive: true,
    });
    // Found out by the next ping; an event that nobody listens to would end the process.
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => this.listener.heard(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      return client;
    } catch (error) {
      destroy(client);
      throw error;
    }
  }

  /** Pings until there is no answer, and then connects anew. A pulled cable gives no other sign for a long time. */
  private async keepHearing(client: Client): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      const asked = performance.now();
      const isThere = await within(PING_MS, client.query('SELECT')).catch(() => false);
      if (signal.aborted) return;
      if (!isThere) return this.replace(client);
      this.heardAt = asked;
      await Promise.race([delay(PING_MS, [signal]), ended(client)]);
    }
  }

  private async replace(client: Client): Promise<void> {
    this.client = null;
    destroy(client);
    while (!this.closing.signal.aborted) {
      const next = await this.connect().catch(() => null);
      if (next && !this.closing.signal.aborted) {
        this.client = next;
        this.listener.missed(performance.now() - this.heardAt);
        return this.keepHearing(next);
      }
      if (next) destroy(next);
      await delay(RECONNECT_MS, [this.closing.signal]);
    }
  }
}

function ended(client: Client): Promise<void> {
  return new Promise((resolve) => client.once('end', resolve));
}

/** Without waiting for the server, which may be out of reach. */
function destroy(client: Client): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}
