import type { Link } from './network';
import { ServiceProcess } from './service-process';

/** Network links of a node. */
export interface Cables {
  readonly postgres: Link;
  readonly redis: Link | null;
  /** Never cut. Its address identifies the node to the exchange. */
  readonly exchange: Link;
}

/** One node as a real process, with its own links to PostgreSQL, Redis and the exchange. */
export class Node {
  process!: ServiceProcess;
  address = '';
  isUp = false;

  /**
   * @param started called for each new process with its start time
   * @param main another build's main.js
   */
  constructor(
    readonly cables: Cables,
    private readonly env: Record<string, string>,
    private readonly started: (pid: number, at: number) => void,
    private readonly main?: string,
  ) {}

  /** Links to the shared stores. */
  get links(): readonly Link[] {
    const { postgres, redis } = this.cables;
    return redis ? [postgres, redis] : [postgres];
  }

  async start(): Promise<void> {
    const at = Date.now();
    this.process = new ServiceProcess(this.env, this.main);
    this.started(this.process.pid, at);
    this.address = await this.process.ready();
    this.isUp = true;
  }

  /** Kills the process, even if it is frozen. */
  async end(): Promise<void> {
    for (const link of this.links) link.mend();
    this.wake();
    await this.process.kill('SIGKILL');
  }

  wake(): void {
    try {
      process.kill(this.process.pid, 'SIGCONT');
    } catch {
      // The process has exited.
    }
  }

  async unplug(): Promise<void> {
    for (const link of [...this.links, this.cables.exchange]) await link.close();
  }
}
