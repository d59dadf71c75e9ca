import { eventually } from './eventually';
import { KillablePostgres, type Durability } from './killable-postgres';
import { processesNaming } from './embedded-postgres-holder';

let server: KillablePostgres;

afterEach(() => server.drop());

async function open(durability: Durability): Promise<void> {
  server = await KillablePostgres.start(durability);
  await server.source.query('CREATE TABLE word (said text)');
  await server.flush();
}

const say = (word: string) => server.source.query('INSERT INTO word VALUES ($1)', [word]);
const said = () =>
  eventually(async () =>
    (await server.source.query<{ said: string }[]>('SELECT said FROM word')).map((row) => row.said),
  );

/** It would write the last commits if its round came just before the kill. */
async function stopWalWriter(): Promise<void> {
  const query = `SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'`;
  const [{ pid }] = await server.source.query<[{ pid: number }]>(query);
  process.kill(pid, 'SIGSTOP');
}

test('killed and started again, it has all that was acknowledged, under the same address', async () => {
  await open('DURABLE');
  const { url } = server;
  await say('kept');
  await server.kill();
  await expect(say('refused')).rejects.toThrow();
  await server.startAgain();
  expect(server.url).toBe(url);
  expect(await said()).toEqual(['kept']);
  await say('new');
  expect(await said()).toEqual(['kept', 'new']);
});

test('a lossy one loses what was acknowledged last, and nothing of before', async () => {
  await open('LOSSY');
  await say('kept');
  await server.flush();
  await stopWalWriter();
  await say('lost');
  await server.kill();
  await server.startAgain();
  expect(await said()).toEqual(['kept']);
});

test('none of its processes survives a kill, nor its end', async () => {
  await open('DURABLE');
  const { url } = server;
  const port = new URL(url).port;
  const left = () => processesNaming(`port=${port}`).filter(({ command }) => !command.includes(' sh '));
  expect(left()).not.toEqual([]);
  await server.kill();
  await eventually(() => expect(left()).toEqual([]));
});
