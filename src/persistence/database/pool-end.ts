import type { Pool } from 'pg';
import { within } from '../../async/within';
import type { PooledClient } from './pooled-client';

/** Timeouts when a pool ends, in milliseconds: for the statements in flight, then for its connections to close. */
const [LAST_STATEMENTS_MS, LAST_CONNECTIONS_MS] = [2_000, 1_000];

/**
 * @param pool a pool of PooledClients that has not been used yet
 * @param end ends the pool gracefully
 * @returns a function that ends the pool: gracefully if possible, by cutting its connections after the timeout
 */
export function endOf(pool: Pool, end: () => Promise<void>): () => Promise<void> {
  const clients = new Set<PooledClient>();
  pool
    .on('acquire', (client) => clients.add(client as unknown as PooledClient))
    .on('remove', (client) => clients.delete(client as unknown as PooledClient));
  return async () => {
    const ended = end();
    if (await within(LAST_STATEMENTS_MS, ended)) return;
    for (const client of clients) client.cut();
    await within(LAST_CONNECTIONS_MS, ended);
  };
}
