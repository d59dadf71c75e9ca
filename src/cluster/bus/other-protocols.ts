import type { NodeState } from '../../application/ports/cluster-store';
import type { Logger } from '../../application/ports/logger';
import { PROTOCOL } from './messages';

/**
 * Logs, once for each node, that it speaks another version of the messages. Commands work between the two by the
 * heartbeat, but no acknowledgement arrives: an answer then waits for its full ACKNOWLEDGED_BY.
 */
export class OtherProtocols {
  private noted: ReadonlySet<string> = new Set();

  constructor(private readonly log: Logger) {}

  /** @param nodes all nodes whose session is valid */
  look(nodes: readonly NodeState[]): void {
    const others = nodes.filter(({ protocol }) => protocol !== PROTOCOL);
    for (const { id, protocol } of others) if (!this.noted.has(id)) this.note(id, protocol);
    this.noted = new Set(others.map(({ id }) => id));
  }

  private note(node: string, protocol: number): void {
    const message = 'a node has another version of messages: commands to jobs on it are answered after 0.9 seconds';
    this.log.info({ node, protocol, own: PROTOCOL }, message);
  }
}
