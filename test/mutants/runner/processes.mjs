import { spawn } from 'node:child_process';

/** How much of what a process says is kept, in characters. */
const KEPT = 100_000;

/** Runs commands, each with all that it starts in a process group of its own, so that nothing of it is left behind. */
export class Processes {
  #running = new Set();
  #isOver = false;

  /** @returns what it said, and its exit code; null where a signal or the time ended it. @throws once all were killed */
  async run([program, ...args], { cwd, env = {}, timeoutMs }) {
    if (this.#isOver) throw new Error('interrupted');
    const options = { cwd, env: { ...process.env, ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] };
    const child = spawn(program, args, options);
    this.#running.add(child);
    let [output, isTimedOut] = ['', false];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => (output = (output + text).slice(-KEPT)));
    const timer = setTimeout(() => {
      isTimedOut = true;
      killGroup(child);
    }, timeoutMs);
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => resolve({ exitCode, output, isTimedOut }));
    }).finally(() => {
      clearTimeout(timer);
      // A process of its group may outlive it.
      killGroup(child);
      this.#running.delete(child);
    });
  }

  /** For good. */
  killAll() {
    this.#isOver = true;
    for (const child of this.#running) killGroup(child);
  }
}

function killGroup({ pid }) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it has ended, or it never began.
  }
}
