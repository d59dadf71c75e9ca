import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface Outcome {
  readonly connectionString?: string;
  /** Name (and, in `error`, message) of the error thrown by startEmbeddedPostgres. */
  readonly name?: string;
  readonly error?: string;
}

/** Another process that runs the embedded server of a folder, as a service does. Requires `dist`, see package.json. */
export class Holder {
  /** Outcome of the start. */
  readonly outcome: Promise<Outcome>;
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(dataDir: string) {
    this.child = spawn(process.execPath, [join(__dirname, '../../dist/test/hold-embedded-postgres.js'), dataDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.ended = once(this.child, 'exit');
    this.child.stdin!.on('error', () => undefined);
    const line = once(createInterface(this.child.stdout!), 'line');
    this.outcome = Promise.race([
      line.then(([text]) => JSON.parse(text as string) as Outcome),
      this.ended.then(() => ({ error: 'ended without a word' })),
    ]);
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Sends SIGKILL. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Stops the process gracefully. */
  async stop(): Promise<void> {
    this.child.stdin!.end();
    await this.ended;
  }
}

/** Returns the processes whose command line contains the folder: holders, postmasters and their guards. */
export function processesNaming(folder: string): { pid: number; command: string }[] {
  const lines = execFileSync('ps', ['-eww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .filter((line) => line.includes(folder))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().replace(/^\d+\s+/, '') }));
}
