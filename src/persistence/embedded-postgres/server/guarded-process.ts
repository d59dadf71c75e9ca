import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { ServerAccount } from './server-account';

/**
 * The guard is a grandchild that reads from a pipe whose write end only this process holds. End of file without a line
 * means that this process died, even by kill -9: the guard then sends SIGINT to the command. It is forked before
 * `exec`, so the command never runs unguarded. It is not a child of the command, so PostgreSQL, which counts its
 * children, is not confused by it.
 */
const GUARDED = '( { read _ <&3 || kill -INT $$; } </dev/null >/dev/null 2>&1 & ); exec "$@" 3<&-';

export class GuardedProcess {
  /** Resolves with a description of how the process ended, e.g. "exit code 1". Never rejects. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;

  /** @param output file descriptor for the command's stdout and stderr */
  constructor(command: readonly string[], account: ServerAccount, folder: string, output: number) {
    const [program, ...args] = [...account.prefix, 'sh', '-c', GUARDED, 'sh', ...command];
    this.child = spawn(program!, args, {
      ...(process.getuid!() === 0 ? { uid: account.uid, gid: account.gid } : {}),
      cwd: folder,
      // A separate session: Ctrl-C in the terminal must reach only the service, which stops PostgreSQL last.
      detached: true,
      env: environment(),
      stdio: ['ignore', output, output, 'pipe'],
    });
    // A broken pipe means that the process is gone, which `ended` reports.
    (this.child.stdio[3] as Socket | null)?.on('error', () => undefined);
    this.ended = this.end().finally(() => this.dismissGuard());
  }

  /** undefined when the process could not be started */
  get pid(): number | undefined {
    return this.child.pid;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  private end(): Promise<string> {
    return new Promise((resolve) => {
      this.child.once('error', (error) => resolve(error.message));
      this.child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
    });
  }

  private dismissGuard(): void {
    (this.child.stdio[3] as Socket | null)?.end('ended\n');
  }
}

/** Drops PGDATA, PGPORT, PGOPTIONS etc. of the user's shell. LC_ALL=C: the log is searched for English messages. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(inherited), LC_ALL: 'C', TZ: 'UTC' };
}
