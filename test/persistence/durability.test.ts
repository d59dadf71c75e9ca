import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabases, type Databases } from '../../src/persistence/database/databases';
import {
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/persistence/embedded-postgres/embedded-postgres';

/** PostgreSQL with the service's settings, not with those of other tests, which disable fsync. */
let folder: string;
let server: EmbeddedPostgres;
let databases: Databases;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-durable-'));
  // If root runs the test, the server runs under another account, which needs access.
  await chmod(folder, 0o755);
  server = await startEmbeddedPostgres({ dataDir: join(folder, 'data') });
  databases = await openDatabases(server.connectionString);
});
afterAll(async () => {
  await databases.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

test.each(['commands', 'stores'] as const)(
  'what %s commit is on the disk when it is answered, and survives a crash of the machine',
  async (use) => {
    const settings = ['fsync', 'synchronous_commit', 'full_page_writes'];
    const shown = settings.map((name) => `current_setting('${name}') AS ${name}`).join(', ');
    expect(await databases[use].query(`SELECT ${shown}`)).toEqual([
      { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' },
    ]);
  },
);
