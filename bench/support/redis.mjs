import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { freePort } from './free-port.mjs';
import { temporaryFolder } from './server.mjs';

/**
 * Starts a redis-server whose acknowledged writes are on disk.
 * @param benchServer if given, its `spent` includes the CPU of Redis
 * @returns null if it is not installed
 */
export async function startRedis(benchServer) {
  if (spawnSync('redis-server', ['--version']).error) return null;
  const folder = await temporaryFolder();
  const port = await freePort();
  const options = ['--port', port, '--bind', '127.0.0.1', '--dir', folder.path, '--save', '', '--appendonly', 'yes'];
  const child = spawn('redis-server', [...options.map(String), '--appendfsync', 'always'], { stdio: 'ignore' });
  await untilOpen(port);
  benchServer?.alsoCount(child.pid);
  const stop = async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await folder.remove();
  };
  return { port, pid: child.pid, stop };
}

async function untilOpen(port) {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const [event] = await Promise.race([once(socket, 'connect').then(() => ['open']), once(socket, 'error')]);
    socket.destroy();
    if (event === 'open') return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
