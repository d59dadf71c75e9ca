import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SCHEMA_VERSION } from '../../src/persistence/database/databases';
import { createTestDatabase } from '../support/database';
import { ServiceProcess, temporaryFolder } from '../support/service-process';

/** Expects one line on stderr and exit code 1. */
async function expectRefusal(env: Record<string, string>, line: RegExp): Promise<void> {
  const { code, errors } = await new ServiceProcess(env).ended();
  expect(errors).toMatch(/^sluice: [^\n]+\n$/);
  expect(errors).toMatch(line);
  expect(code).toBe(1);
}

test('a bad setting', () => expectRefusal({ PORT: 'nine' }, /bad settings: PORT must be a whole number/));

test('a port that is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expectRefusal({ PORT: String(port), DATA_DIR: '/nowhere' }, /another program uses this port/);
  other.close();
});

test('a database out of reach, without its password', async () => {
  const { code, errors } = await new ServiceProcess({ DATABASE_URL: 'postgres://me:secret@127.0.0.1:9/x' }).ended();
  expect(errors).toMatch(/^sluice: cannot use the database 127\.0\.0\.1:9\/x: [^\n]*ECONNREFUSED[^\n]*\n$/);
  expect(errors).not.toContain('secret');
  expect(code).toBe(1);
});

test('a data folder that is no folder', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder.path, 'file'), '');
  await expectRefusal({ DATA_DIR: join(folder.path, 'file') }, /file/);
  await folder.remove();
});

test('a data folder in use: the second service refuses, the first goes on', async () => {
  const folder = await temporaryFolder();
  const first = new ServiceProcess({ DATA_DIR: folder.path });
  const address = await first.ready();
  await expectRefusal({ DATA_DIR: folder.path }, /in use/);
  expect((await fetch(new URL('/health/ready', address))).status).toBe(200);
  expect(await first.kill('SIGTERM')).toMatchObject({ code: 0, errors: '' });
  await folder.remove();
});

test('a database that a service has to itself takes no node of a cluster, and the other way round', async () => {
  const folder = await temporaryFolder();
  const alone = new ServiceProcess({ DATA_DIR: folder.path });
  const address = await alone.ready();
  const lines = (await readFile(join(folder.path, 'postgres/postmaster.pid'), 'utf8')).split('\n');
  const password = (await readFile(join(folder.path, 'postgres-password'), 'utf8')).trim();
  const url = `postgres://sluice:${encodeURIComponent(password)}@127.0.0.1:${lines[3]}/sluice`;
  await expectRefusal({ DATABASE_URL: url }, /another service uses this database: sluice service, pid \d+/);
  expect((await fetch(new URL('/health/ready', address))).status).toBe(200);
  await alone.kill('SIGTERM');
  await folder.remove();
});

test('nodes that start at the same time on an empty database: one brings the schema, all serve', async () => {
  const database = await createTestDatabase();
  await database.source.query('DROP SCHEMA public CASCADE');
  await database.source.query('CREATE SCHEMA public');
  const nodes = [1, 2, 3].map(() => new ServiceProcess({ DATABASE_URL: database.url }));
  for (const node of nodes) {
    expect((await fetch(new URL('/health/ready', await node.ready()))).status).toBe(200);
  }
  for (const node of nodes) expect(await node.kill('SIGINT')).toMatchObject({ code: 0, errors: '' });
  await database.drop();
});

test('a database of a newer version', async () => {
  const database = await createTestDatabase();
  const newer = `Newer${SCHEMA_VERSION + 1}`;
  await database.source.query('INSERT INTO migration (timestamp, name) VALUES ($1, $2)', [SCHEMA_VERSION + 1, newer]);
  await expectRefusal({ DATABASE_URL: database.url }, /: it is of a newer version of Sluice; start that version/);
  await database.remove();
});

test('a node of workers has health and metrics to tell, and no API', async () => {
  const database = await createTestDatabase();
  const node = new ServiceProcess({ DATABASE_URL: database.url, NODE_ROLE: 'worker' });
  const address = await node.ready();
  expect((await fetch(new URL('/health/ready', address))).status).toBe(200);
  expect(await (await fetch(new URL('/metrics', address))).text()).toContain('sluice_symbols_total');
  const answer = await fetch(address, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('runs workers only');
  await node.kill('SIGTERM');
  await database.drop();
});

test('a Redis out of reach', async () => {
  const database = await createTestDatabase();
  const env = { DATABASE_URL: database.url, REDIS_URL: 'redis://:secret@127.0.0.1:9' };
  await expectRefusal(env, /cannot use the Redis 127\.0\.0\.1:9: [^\n]*ECONNREFUSED/);
  await database.drop();
});

test('ends in order though clients do not leave: half a request, a WebSocket that answers nothing', async () => {
  const database = await createTestDatabase();
  const service = new ServiceProcess({ DATABASE_URL: database.url });
  const { hostname, port } = new URL(await service.ready());
  const half = connect(Number(port), hostname);
  half.write(
    'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query"',
  );
  const mute = connect(Number(port), hostname);
  mute.write(
    'GET /graphql HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(mute, 'data');
  half.on('error', () => undefined);
  mute.on('error', () => undefined);
  expect(await service.kill('SIGTERM')).toMatchObject({ code: 0, errors: '' });
  half.destroy();
  mute.destroy();
  await database.drop();
});

test('is not ready while the database does not answer', async () => {
  const database = await createTestDatabase();
  const service = new ServiceProcess({ DATABASE_URL: database.url });
  const ready = new URL('/health/ready', await service.ready());
  expect((await fetch(ready)).status).toBe(200);
  await database.remove();
  expect((await fetch(ready)).status).toBe(503);
  expect((await fetch(new URL('/health/live', ready))).status).toBe(200);
  await service.kill('SIGKILL');
});
