import { Client } from 'pg';
import { SUPERUSER } from './cluster';

const DATABASE = 'sluice';
const CONNECT_MS = 5_000;

// 57P03 cannot_connect_now: the server is starting up or recovering.
const NOT_YET = ['57P03', 'ECONNREFUSED', 'ECONNRESET'];

export function connectionString(port: number, password: string): string {
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}`;
}

/** Creates the database `sluice` if it is missing. @returns false while the server does not yet accept sessions */
export async function ensureDatabase(port: number, password: string): Promise<boolean> {
  // ssl is set because PGSSLMODE of the user's shell would apply otherwise.
  const target = { host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres', ssl: false };
  const client = new Client({ ...target, connectionTimeoutMillis: CONNECT_MS });
  // A server that ends during the session is detected by the end of its process.
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
