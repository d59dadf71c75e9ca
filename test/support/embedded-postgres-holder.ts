import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface Outcome {
  readonly connectionString?: string;
  /** name and message of what startEmbeddedPostgres threw */
  readonly name?: string;
  readonly error?: string;
}

/** Another process that holds the embedded server of a folder, as a service does. It needs `dist`, see package.json. */
export class Holder {
  /** what its start came to */
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

  /** as kill -9 does */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** in order */
  async stop(): Promise<void> {
    this.child.stdin!.end();
    await this.ended;
  }
}

/** Processes whose command line names the folder: holders, postmasters and their guards. */
export function processesNaming(folder: string): { pid: number; command: string }[] {
  const lines = execFileSync('ps', ['-eww', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .filter((line) => line.includes(folder))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().replace(/^\d+\s+/, '') }));
}
