import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migrate } from '../../src/persistence/schema/migrate';
import { startEmbeddedPostgres } from '../../src/persistence/embedded-postgres/embedded-postgres';
import { temporaryFolder } from './service-process';

/** Returns a `temporaryFolder` with an initialised cluster and schema. Copying them is faster than creating them. */
export async function preparedFolder(): ReturnType<typeof temporaryFolder> {
  // One template per jest worker, so that no worker waits for another.
  const origin = join(process.env.TEST_PREPARED_FOLDERS!, process.env.JEST_WORKER_ID ?? '1');
  const [data, done] = [join(origin, 'data'), join(origin, 'done')];
  if (!existsSync(done)) {
    await prepare(data);
    await writeFile(done, '');
  }
  const folder = await temporaryFolder();
  await promisify(execFile)('cp', ['-a', `${data}/.`, folder.path]);
  return folder;
}

async function prepare(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o755 });
  const server = await startEmbeddedPostgres({ dataDir });
  await migrate(server.connectionString);
  await server.stop();
}
