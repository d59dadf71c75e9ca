import type { Pool, PoolClient } from 'pg';
import { StoreUnavailableError } from '../../domain/store-errors';
import { within } from '../../async/within';
import type { PooledClient } from './pooled-client';

type Connection = PoolClient & Pick<PooledClient, 'cut'>;

/**
 * The connection of a pool with room for one. A connection on which a statement fails or is not answered is closed, and
 * the next statement opens another one.
 */
export class SingleConnection {
  private opening: Promise<Connection> | null = null;

  constructor(private readonly pool: Pool) {}

  /**
   * Runs `work` on the connection. Calls must not overlap.
   * @param silentMs timeout for the connection and for `work`, each, in milliseconds
   * @throws what `work` throws; the connection error; StoreUnavailableError when there is no connection in time
   */
  async run<T>(silentMs: number, work: (client: PoolClient) => Promise<T>): Promise<T> {
    // A connection that opens too late serves the next call.
    const opening = (this.opening ??= this.open());
    if (!(await within(silentMs, opening))) throw new StoreUnavailableError('no connection to the database');
    const connection = await opening;
    const overdue = setTimeout(() => connection.cut(), silentMs);
    try {
      return await work(connection);
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      clearTimeout(overdue);
    }
  }

  async close(): Promise<void> {
    const connection = await this.opening?.catch(() => null);
    this.opening = null;
    connection?.release(true);
  }

  private open(): Promise<Connection> {
    const opening = this.pool.connect() as Promise<Connection>;
    opening.catch(() => {
      if (this.opening === opening) this.opening = null;
    });
    return opening;
  }
}
