import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  EmbeddedPostgresError,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '../../src/persistence/embedded-postgres/embedded-postgres';
import { LET_GO_MS } from '../../src/persistence/embedded-postgres/server/previous-server';
import { Holder, processesNaming } from '../support/embedded-postgres-holder';
import { eventually } from '../support/eventually';

let template: string;
let base: string;
let dataDir: string;
let servers: EmbeddedPostgres[];
let holders: Holder[];

beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'sluice-embedded-template-'));
  await chmod(template, 0o755);
  await (await startEmbeddedPostgres({ dataDir: join(template, 'data'), settings: { fsync: 'off' } })).stop();
});

afterAll(() => rm(template, { recursive: true, force: true }));

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'sluice-embedded-'));
  await chmod(base, 0o755);
  dataDir = join(base, 'data');
  servers = [];
  holders = [];
});

afterEach(async () => {
  await Promise.all([...servers, ...holders].map((running) => running.stop()));
  await eventually(() => expect(processesNaming(base)).toEqual([]));
  await rm(base, { recursive: true, force: true });
});

/** Prepares a folder as left by a stopped service, for tests that do not concern the first start. */
function useFolderOfEarlierStart(): void {
  execFileSync('cp', ['-a', join(template, 'data'), dataDir]);
}

async function start(folder = dataDir, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir: folder, settings: { fsync: 'off', ...settings } });
  servers.push(server);
  return server;
}

function hold(folder = dataDir): Holder {
  const holder = new Holder(folder);
  holders.push(holder);
  return holder;
}

async function connect(connectionString: string | undefined): Promise<Client> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function query(server: { connectionString?: string }, sql: string): Promise<unknown[]> {
  const client = await connect(server.connectionString);
  return client.query({ text: sql, rowMode: 'array' }).then(
    ({ rows }) => client.end().then(() => rows.flat()),
    (error: unknown) => client.end().then(() => Promise.reject(error as Error)),
  );
}

async function refusal(folder = dataDir, settings: Record<string, string> = {}): Promise<string> {
  const error = await start(folder, settings).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EmbeddedPostgresError);
  expect((error as Error).message).not.toContain('\n');
  return (error as Error).message;
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);
}

/** Kills the server, then ends the service, so that no process is left to write, as after a power cut. */
async function crash(server: EmbeddedPostgres): Promise<void> {
  process.kill(await serverPid(), 'SIGKILL');
  await server.died;
  await server.stop();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('an undisturbed folder', () => {
  it('keeps its data from one start to the next', async () => {
    const first = await start();
    await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    await first.stop();
    expect(await query(await start(), 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('holds a UTF8 cluster with checksums that only the password opens, on 127.0.0.1 alone', async () => {
    const server = await start();
    const settings = ['server_encoding', 'data_checksums', 'listen_addresses', 'unix_socket_directories'];
    const shown = settings.map((name) => `current_setting('${name}')`).join(', ');
    expect(await query(server, `SELECT ${shown}`)).toEqual(['UTF8', 'on', '127.0.0.1', '']);
    const url = new URL(server.connectionString);
    expect([url.hostname, url.pathname]).toEqual(['127.0.0.1', '/sluice']);
    expect((await stat(join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600);
    url.password = 'guessed';
    await expect(query({ connectionString: url.href }, 'SELECT')).rejects.toMatchObject({ code: '28P01' });
  });

  it('may have blanks and letters beyond ASCII in its path', async () => {
    const folder = join(base, "Ordner für O'Brien – $HOME 数据");
    await (await start(folder)).stop();
    expect(await query(await start(folder), 'SELECT 1')).toEqual([1]);
  });

  const rootCanHide = process.getuid!() === 0 && spawnSync('unshare', ['-U', 'true']).status === 0;
  (rootCanHide ? it : it.skip)(
    'serves root where no other account gets through, and later the account that it has elsewhere',
    async () => {
      const owner = async (folder: string) => (await stat(join(folder, 'postgres'))).uid;
      useFolderOfEarlierStart();
      await chmod(base, 0o700);
      const hidden = await start();
      await query(hidden, 'CREATE TABLE kept AS SELECT 42 AS answer');
      expect(await owner(dataDir)).toBe(0);
      await hidden.stop();
      await chmod(base, 0o755);
      expect(await query(await start(), 'SELECT answer FROM kept')).toEqual([42]);
      // Still root's if node_modules is below a folder closed to others, see server-account.test.ts.
      expect(await owner(dataDir)).toBe(await owner(join(template, 'data')));
    },
  );
});

describe('a service that was killed', () => {
  it('loses no acknowledged commit and leaves no process behind', async () => {
    useFolderOfEarlierStart();
    const holder = hold();
    const client = await connect((await holder.outcome).connectionString);
    await client.query('CREATE TABLE entry (n int)');
    let acknowledged = 0;
    const writer = (async () => {
      for (;;) {
        await client.query('INSERT INTO entry VALUES ($1)', [acknowledged + 1]);
        acknowledged += 1;
      }
    })().catch(() => undefined);
    await eventually(() => acknowledged > 20);
    await holder.kill();
    // Immediately, while the old server is still shutting down.
    const next = await start();
    await writer;
    expect(await query(next, `SELECT count(*)::int FROM entry WHERE n <= ${acknowledged}`)).toEqual([acknowledged]);
  });

  it('takes its server with it', async () => {
    useFolderOfEarlierStart();
    const holder = hold();
    await holder.outcome;
    expect(processesNaming(base).map(({ command }) => command)).toHaveLength(3);
    await holder.kill();
    await eventually(() => expect(processesNaming(base)).toEqual([]));
  });

  it('may leave an orphan server, which the next start ends', async () => {
    useFolderOfEarlierStart();
    const holder = hold();
    await query(await holder.outcome, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const orphan = await serverPid();
    const guard = processesNaming(base).filter(({ pid }) => pid !== orphan && pid !== holder.pid);
    guard.forEach(({ pid }) => process.kill(pid, 'SIGKILL'));
    await eventually(() => expect(processesNaming(base)).toHaveLength(2));
    await holder.kill();
    expect(isAlive(orphan)).toBe(true);
    expect(await query(await start(), 'SELECT answer FROM kept')).toEqual([42]);
    expect(processesNaming(base).map(({ pid }) => pid)).not.toContain(orphan);
  });

  it('may take its server with it by force, and the next start recovers', async () => {
    useFolderOfEarlierStart();
    const holder = hold();
    await query(await holder.outcome, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(await serverPid(), 'SIGKILL');
    await holder.kill();
    expect(await query(await start(), 'SELECT answer FROM kept')).toEqual([42]);
  });

  it('leaves no half made cluster when initdb was under way', async () => {
    const holder = hold();
    const temporary = async () => (await readdir(dataDir)).filter((name) => name.startsWith('postgres.init-'));
    await eventually(async () => (await readdir(join(dataDir, (await temporary())[0]!, 'cluster'))).length > 0);
    await holder.kill();
    await mkdir(join(dataDir, 'postgres.init-older'));
    expect(await query(await start(), 'SELECT 1')).toEqual([1]);
    expect(await temporary()).toEqual([]);
  });

  it('locks nobody out when its pids were given to other processes', async () => {
    useFolderOfEarlierStart();
    const first = await start();
    const lockFile = join(dataDir, 'postgres/postmaster.pid');
    const [, ...lines] = (await readFile(lockFile, 'utf8')).split('\n');
    await crash(first);
    // PostgreSQL itself checks only processes of its own account.
    const { uid, gid } = await stat(join(dataDir, 'postgres'));
    const account = process.getuid!() === 0 ? { uid, gid } : {};
    const stranger = spawn('sh', ['-c', 'read _'], { cwd: '/', ...account });
    try {
      await once(stranger, 'spawn');
      await writeFile(lockFile, [stranger.pid, ...lines].join('\n'));
      const owner = { pid: stranger.pid, startMark: 'long ago', token: 'dead' };
      await writeFile(join(dataDir, 'owner.json'), JSON.stringify(owner));
      expect(await query(await start(), 'SELECT 1')).toEqual([1]);
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
    } finally {
      stranger.stdin.end();
      await once(stranger, 'exit');
    }
  });
});

describe('a folder in use', () => {
  it('is refused at once, with the pid of the process that uses it', async () => {
    useFolderOfEarlierStart();
    const holder = hold();
    const { connectionString } = await holder.outcome;
    const before = Date.now();
    const message = await refusal();
    // A start waits only for a server that is shutting down, for up to LET_GO_MS.
    expect(Date.now() - before).toBeLessThan(LET_GO_MS);
    expect(message).toContain(`data folder ${dataDir} is in use by process ${holder.pid}`);
    expect(await query({ connectionString }, 'SELECT 1')).toEqual([1]);
  });

  it('is refused to a second start in the same process', async () => {
    useFolderOfEarlierStart();
    await start();
    expect(await refusal()).toContain(`in use by process ${process.pid}`);
  });

  it('goes to exactly one of those that start at the same moment', async () => {
    const first = [hold(), hold()];
    const winner = await expectOneWinner(first);
    await winner.kill();
    // Again, with a dead owner in the folder.
    await expectOneWinner([hold(), hold(), hold()]);
    expect((await readdir(dataDir)).filter((name) => name.startsWith('owner'))).toEqual(['owner.json']);
  });

  async function expectOneWinner(rivals: Holder[]): Promise<Holder> {
    const outcomes = await Promise.all(rivals.map((rival) => rival.outcome));
    const winners = rivals.filter((_, index) => outcomes[index]!.connectionString);
    expect(winners).toHaveLength(1);
    const errors = outcomes.filter(({ connectionString }) => !connectionString);
    const error = expect.stringContaining(`in use by process ${winners[0]!.pid}`) as unknown;
    expect(errors).toEqual(errors.map(() => ({ name: 'EmbeddedPostgresError', error })));
    return winners[0]!;
  }
});

describe('a server that ends by itself', () => {
  it('is reported, and can be started again', async () => {
    useFolderOfEarlierStart();
    const server = await start();
    await crash(server);
    expect(await query(await start(), 'SELECT 1')).toEqual([1]);
  });

  it('is not reported when it was stopped', async () => {
    useFolderOfEarlierStart();
    const server = await start();
    const died = jest.fn();
    void server.died.then(died);
    await server.stop();
    await new Promise(setImmediate);
    expect(died).not.toHaveBeenCalled();
  });
});

describe('a folder that cannot be used', () => {
  it('may be a file', async () => {
    await writeFile(dataDir, '');
    expect(await refusal()).toContain(`${dataDir} is not a folder`);
    expect(await refusal(join(dataDir, 'below'))).toContain('is not a folder');
  });

  it('may not be writable', async () => {
    // Not even root can write there.
    const folder = process.platform === 'linux' ? '/sys/kernel' : '/dev/fd';
    expect(await refusal(folder)).toMatch(new RegExp(`data folder ${folder}.*\\b(EACCES|EPERM|EROFS|ENOENT)\\b`));
  });

  it('may hold a cluster of another version', async () => {
    useFolderOfEarlierStart();
    await writeFile(join(dataDir, 'postgres/PG_VERSION'), '9\n');
    expect(await refusal()).toMatch(/was made by PostgreSQL 9, and this is PostgreSQL \d+: /);
  });

  it('may hold something that is no cluster', async () => {
    await mkdir(join(dataDir, 'postgres/photos'), { recursive: true });
    await writeFile(join(dataDir, 'postgres-password'), 'secret');
    expect(await refusal()).toContain('is not a PostgreSQL cluster');
  });

  it('is explained in the words of PostgreSQL, and let go', async () => {
    useFolderOfEarlierStart();
    expect(await refusal(dataDir, { shared_buffers: 'plenty' })).toContain(
      'invalid value for parameter "shared_buffers"',
    );
    expect(await query(await start(), 'SELECT 1')).toEqual([1]);
  });
});
