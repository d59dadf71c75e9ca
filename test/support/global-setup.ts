import 'reflect-metadata';
import { join } from 'node:path';
import { createTemplate, startTestServer, type TestServer } from './test-server';

declare global {
  // The global object is the only state shared by jest's setup and teardown.
  var sluiceTestServer: TestServer | undefined;
}

/**
 * Jest workers inherit the environment. TEST_DATABASE_SERVER is the connection string of the server's superuser;
 * TEST_PREPARED_FOLDERS is the folder where preparedFolder keeps its templates.
 */
export default async function globalSetup(): Promise<void> {
  globalThis.sluiceTestServer = await startTestServer();
  await createTemplate(globalThis.sluiceTestServer);
  process.env.TEST_PREPARED_FOLDERS = join(globalThis.sluiceTestServer.folder, 'prepared');
  process.env.TEST_DATABASE_SERVER = globalThis.sluiceTestServer.connectionString;
}
