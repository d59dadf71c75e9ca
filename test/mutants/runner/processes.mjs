import { spawn } from 'node:child_process';

/** Maximum output kept of a process, in characters. */
const KEPT = 100_000;

/** Runs each command in its own process group, so that no process that it starts is left behind. */
export class Processes {
  #running = new Set();
  #isOver = false;

  /**
   * @returns the output, whether `timeoutMs` elapsed, and the exit code, null if the process was killed
   * @throws Error after `killAll`, or if the program cannot be started
   */
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
      // Other processes of the group may outlive the child.
      killGroup(child);
      this.#running.delete(child);
    });
  }

  /** Kills all running commands. Afterwards, `run` rejects. */
  killAll() {
    this.#isOver = true;
    for (const child of this.#running) killGroup(child);
  }
}

function killGroup({ pid }) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended or was never started.
  }
}
