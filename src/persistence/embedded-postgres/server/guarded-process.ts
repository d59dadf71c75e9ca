import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { ServerAccount } from './server-account';

/**
 * The guard is a grandchild that reads from a pipe whose other end only this process holds. The end of the pipe without
 * a line in it means that this process died, be it by kill -9: then the guard interrupts the command. Being forked
 * before `exec`, it leaves no moment in which the command runs unguarded; being no child of the command, it does not
 * puzzle PostgreSQL, which counts its children.
 */
const GUARDED = '( { read _ <&3 || kill -INT $$; } </dev/null >/dev/null 2>&1 & ); exec "$@" 3<&-';

export class GuardedProcess {
  /** Resolves with how the process ended, in words, e.g. "exit code 1". Never rejects. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;

  /** @param output file descriptor for what the command says */
  constructor(command: readonly string[], account: ServerAccount, folder: string, output: number) {
    const [program, ...args] = [...account.prefix, 'sh', '-c', GUARDED, 'sh', ...command];
    this.child = spawn(program!, args, {
      ...(process.getuid!() === 0 ? { uid: account.uid, gid: account.gid } : {}),
      cwd: folder,
      // A session of its own: Ctrl-C in the terminal is for the service, which stops PostgreSQL when it is done with it.
      detached: true,
      env: environment(),
      stdio: ['ignore', output, output, 'pipe'],
    });
    // A pipe that breaks because the other side is gone is no news: `ended` tells.
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

/** Without PGDATA, PGPORT, PGOPTIONS … of the user's shell, and with messages in the language that we look for. */
function environment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(inherited), LC_ALL: 'C', TZ: 'UTC' };
}
