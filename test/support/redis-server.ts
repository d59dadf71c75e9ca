import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { eventually } from './eventually';

/** Whether redis-server is installed (`apt-get install redis-server`): `(hasRedis ? describe : describe.skip)(…)`. */
export const hasRedis = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;

export interface RedisServer {
  readonly url: string;
  readonly pid: number;
  /** Works also if the server has exited or is frozen. */
  stop(): Promise<void>;
}

/**
 * Starts a Redis for the test, without persistence.
 * @param at port of a stopped server to replace
 * @returns null if Redis is not installed
 */
export async function startRedis(at?: number): Promise<RedisServer | null> {
  if (!hasRedis) return null;
  const port = at ?? (await freePort());
  const keepNothing = ['--dir', tmpdir(), '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', ...keepNothing], {
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const stop = async () => {
    // There is no data to keep, and a frozen process reacts to no other signal.
    child.kill('SIGKILL');
    await ended;
  };
  try {
    await eventually(() => isServing(child, port));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis://127.0.0.1:${port}`, pid: child.pid!, stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether our server answers. If it has exited, another process may answer on the port. */
async function isServing(child: ChildProcess, port: number): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`redis-server ended with code ${child.exitCode}`);
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write('PING\r\n');
    const [answer] = (await once(socket, 'data', { signal: AbortSignal.timeout(1_000) })) as [Buffer];
    return answer.toString() === '+PONG\r\n';
  } finally {
    socket.destroy();
  }
}
