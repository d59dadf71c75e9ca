import type { Link } from './network';
import { ServiceProcess } from './service-process';

/** The cables of a node. */
export interface Cables {
  readonly postgres: Link;
  readonly redis: Link | null;
  /** Never cut: by it the exchange knows who asks. */
  readonly exchange: Link;
}

/** One node as a real process, with cables of its own to PostgreSQL, Redis and the exchange. */
export class Node {
  process!: ServiceProcess;
  address = '';
  isUp = false;

  /** @param started told of each process, and when it began */
  constructor(
    readonly cables: Cables,
    private readonly env: Record<string, string>,
    private readonly started: (pid: number, at: number) => void,
  ) {}

  /** To what the nodes share. */
  get links(): readonly Link[] {
    const { postgres, redis } = this.cables;
    return redis ? [postgres, redis] : [postgres];
  }

  async start(): Promise<void> {
    const at = Date.now();
    this.process = new ServiceProcess(this.env);
    this.started(this.process.pid, at);
    this.address = await this.process.ready();
    this.isUp = true;
  }

  /** Ends the process, whatever it is doing. */
  async end(): Promise<void> {
    for (const link of this.links) link.mend();
    this.wake();
    await this.process.kill('SIGKILL');
  }

  wake(): void {
    try {
      process.kill(this.process.pid, 'SIGCONT');
    } catch {
      // It has ended.
    }
  }

  async unplug(): Promise<void> {
    for (const link of [...this.links, this.cables.exchange]) await link.close();
  }
}
