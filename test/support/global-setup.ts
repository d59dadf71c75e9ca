import 'reflect-metadata';
import { join } from 'node:path';
import { createTemplate, startTestServer, type TestServer } from './test-server';

declare global {
  // The one thing that jest's setup and teardown share.
  var sluiceTestServer: TestServer | undefined;
}

/**
 * Workers inherit the environment: TEST_DATABASE_SERVER is the connection string of the server's superuser,
 * TEST_PREPARED_FOLDERS where preparedFolder keeps what it copies.
 */
export default async function globalSetup(): Promise<void> {
  globalThis.sluiceTestServer = await startTestServer();
  await createTemplate(globalThis.sluiceTestServer);
  process.env.TEST_PREPARED_FOLDERS = join(globalThis.sluiceTestServer.folder, 'prepared');
  process.env.TEST_DATABASE_SERVER = globalThis.sluiceTestServer.connectionString;
}
