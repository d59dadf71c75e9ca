import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../src/persistence/embedded-postgres/embedded-postgres';

export interface TestServer {
  /** of the server's superuser */
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** One embedded server for the whole jest run, its data thrown away at the end. Nothing is ever synced to disk. */
export async function startTestServer(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-test-server-'));
  // Run as root, the tests hand the server to another account, which must get through.
  await chmod(folder, 0o755);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const settings = { fsync: 'off', max_connections: '300' };
    const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), settings });
    return { connectionString: server.connectionString, stop: () => server.stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
