import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

/** A script of `scripts/` as a separate process, as npm runs it. Requires `dist`, see package.json. */
export class ScriptProcess {
  private readonly child: ChildProcess;
  private readonly output: Interface;
  private readonly exited: Promise<unknown[]>;
  private readonly lines: string[] = [];
  private errors = '';

  constructor(name: string, args: readonly string[], env: Record<string, string>) {
    const { PATH, HOME } = process.env;
    this.child = spawn(process.execPath, [join(__dirname, '../../dist/service', `${name}.js`), ...args], {
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exited = once(this.child, 'close');
    this.child.stderr!.on('data', (text: Buffer) => (this.errors += text.toString()));
    this.output = createInterface(this.child.stdout!).on('line', (line) => this.lines.push(line));
  }

  /** Resolves with the first output line. @throws Error with stderr if the process ends without one */
  async firstLine(): Promise<string> {
    await Promise.race([once(this.output, 'line'), this.exited]);
    if (this.lines[0] === undefined) throw new Error(`ended: ${this.errors}`);
    return this.lines[0];
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits for the process to exit. */
  async ended(): Promise<{ code: number | null; lines: readonly string[]; errors: string }> {
    await this.exited;
    return { code: this.child.exitCode, lines: this.lines, errors: this.errors };
  }
}
