import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { UNREACHABLE_SOURCES } from './unreachable-sources';

const MAIN = join(__dirname, '../../dist/service/main.js');
/** In this order: the former tells the time by the real clock. */
const PRELOADED = ['tells-when-asked.js', 'skewed-clock.js'].flatMap((name) => ['--require', join(__dirname, name)]);

/** Retries the removal, because a killed server may still be writing its last file. */
const REMOVAL = { recursive: true, force: true, maxRetries: 20, retryDelay: 250 };

/** Creates a temporary folder that the server's account can also access. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-test-'));
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, REMOVAL) };
}

/** The real service as a separate process, as `npm start` runs it. */
export class ServiceProcess {
  private readonly child: ChildProcess;
  private readonly exited: Promise<[number | null, string | null]>;
  private errors = '';
  private lines: string[] = [];

  /** @param main another build's main.js */
  constructor(env: Record<string, string>, main = MAIN) {
    const { PATH, HOME } = process.env;
    this.child = spawn(process.execPath, [...PRELOADED, main], {
      env: { PATH, HOME, PORT: '0', SOURCE_URLS: UNREACHABLE_SOURCES, BINANCE_ARCHIVE: 'off', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = once(this.child, 'exit') as Promise<[number | null, string | null]>;
    this.child.stderr!.on('data', (text: Buffer) => (this.errors += text.toString()));
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Resolves with the API address once it is served. @throws Error with the output if the process ends first */
  async ready(): Promise<string> {
    for await (const line of createInterface(this.child.stdout!)) {
      this.lines.push(line);
      const { address } = JSON.parse(line) as { address?: string };
      if (address) {
        this.child.stdout!.resume();
        return address;
      }
    }
    throw new Error(`ended: ${this.errors}${this.lines.join('\n')}`);
  }

  /** Waits for the process to exit. */
  async ended(): Promise<{ code: number | null; errors: string }> {
    this.child.stdout!.resume();
    const [code] = await this.exited;
    return { code, errors: this.errors };
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT'): Promise<{ code: number | null; errors: string }> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill(signal);
    return this.ended();
  }
}

/** Runs an operation on the API of a service. @throws Error with the errors of the response */
export async function ask<T>(address: string, query: string, variables: object = {}): Promise<T> {
  const body = JSON.stringify({ query, variables });
  const response = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const { data, errors } = (await response.json()) as { data: T; errors?: unknown };
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
