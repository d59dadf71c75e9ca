import { Client } from 'pg';
import { SUPERUSER } from './cluster';

const DATABASE = 'sluice';
const CONNECT_MS = 5_000;

// 57P03 cannot_connect_now: it is still recovering.
const NOT_YET = ['57P03', 'ECONNREFUSED', 'ECONNRESET'];

export function connectionString(port: number, password: string): string {
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

/** Returns false while the server does not yet admit sessions. Afterwards the database `sluice` exists. */
export async function ensureDatabase(port: number, password: string): Promise<boolean> {
  // ssl is named because PGSSLMODE of the user's shell would count otherwise.
  const target = { host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres', ssl: false };
  const client = new Client({ ...target, connectionTimeoutMillis: CONNECT_MS });
  // A server that ends while we are connected is noticed as the end of its process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
    return true;
  } catch (error) {
    if (NOT_YET.includes((error as { code?: string }).code ?? '')) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
