import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from '../embedded-postgres-error';
import { GuardedProcess } from './guarded-process';
import { LET_GO_MS } from './previous-server';
import type { ServerAccount } from './server-account';
import type { ServerLog } from './server-log';

const POLL_MS = 10;
const RETRY_MS = 100;
// Crash recovery may have to replay a long write-ahead log.
const READY_MS = 60_000;

export interface ServerRequest {
  readonly postgres: string;
  readonly cluster: string;
  readonly account: ServerAccount;
  readonly settings: Readonly<Record<string, string>>;
  readonly log: ServerLog;
  /** Undefined: any free port. */
  readonly port: number | undefined;
  /** Returns false while the server listens but does not yet accept sessions. Throws when it never will. */
  readonly isReady: (port: number) => Promise<boolean>;
}

export interface RunningServer {
  readonly process: GuardedProcess;
  readonly port: number;
}

/**
 * Starts the server, on a free port unless one is given, and waits at most 60 s until it accepts sessions.
 * @throws EmbeddedPostgresError with PostgreSQL's own message; what `isReady` throws
 */
export async function launchServer(request: ServerRequest): Promise<RunningServer> {
  const deadline = Date.now() + LET_GO_MS;
  for (;;) {
    const port = request.port ?? (await freePort());
    request.log.mark();
    const server = new GuardedProcess(
      commandLine(request, port),
      request.account,
      request.cluster,
      request.log.descriptor,
    );
    const end = await untilReadyOrEnded(request, server, port);
    if (end === undefined) return { process: server, port };
    if (!mayPass(request.log.recent()) || Date.now() > deadline) throw failedStart(request.log, end);
    await delay(RETRY_MS);
  }
}

/** Transient: another process took the port meanwhile, or children of a killed server still hold its shared memory. */
function mayPass(log: string): boolean {
  return /could not create any TCP\/IP sockets|lock file "postmaster\.pid" already exists|shared memory block .* is still in use/.test(
    log,
  );
}

function commandLine({ postgres, cluster, settings }: ServerRequest, port: number): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  };
  return [postgres, '-D', cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** @returns how the server ended; undefined when it is ready */
async function untilReadyOrEnded(
  request: ServerRequest,
  server: GuardedProcess,
  port: number,
): Promise<string | undefined> {
  const deadline = Date.now() + READY_MS;
  let end: string | undefined;
  void server.ended.then((how) => (end = how));
  try {
    while (end === undefined) {
      if ((await listens(request.cluster, server)) && (await request.isReady(port))) return undefined;
      if (Date.now() > deadline) throw failedStart(request.log, 'not ready within 60 s');
      await Promise.race([delay(POLL_MS), server.ended]);
    }
    return end;
  } catch (error) {
    server.kill('SIGINT');
    await server.ended;
    throw error;
  }
}

/**
 * Line 6 of the lock file, the address, is written after the port was bound. Then the process that answers on the port
 * is this server and not one that bound the port first.
 */
async function listens(cluster: string, server: GuardedProcess): Promise<boolean> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return lines[0] === String(server.pid) && Boolean(lines[5]?.trim());
}

function failedStart(log: ServerLog, end: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`PostgreSQL did not start (${end}): ${log.lastRelevantLine() ?? 'it said nothing'}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
