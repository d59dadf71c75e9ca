import type { Pool } from 'pg';
import { within } from '../../async/within';
import type { PooledClient } from './pooled-client';

/** How long statements under way may take when a pool ends, and then its connections to be gone, in milliseconds. */
const [LAST_STATEMENTS_MS, LAST_CONNECTIONS_MS] = [2_000, 1_000];

/**
 * @param pool of PooledClients, which nobody has used yet
 * @param end ends it in order. @returns what ends it: in order if it can, but it waits for no server that says nothing
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
